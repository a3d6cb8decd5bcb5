"""The one address at which sockets are opened."""

from channels.routing import URLRouter
from django.urls import path

from portal.live.consumer import Live

sockets = URLRouter([path("live/", Live.as_asgi())])
