from django.urls import path

from portal.accounts.views import demo_sign_in
from portal.home import views

urlpatterns = [
    path("", views.front, name="front"),
    path("hjem/", views.today, name="home"),
    path("komponenter/", views.components, name="components"),
    path("demo/sign-in/", demo_sign_in, name="demo_sign_in"),
    path("demo/post/", views.demo_post, name="demo_post"),
]
