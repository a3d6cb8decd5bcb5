from django.urls import path

from knowledge.feeds import views

app_name = "feeds"
urlpatterns = [
    path("nytt/alt.atom", views.feed, {"kind": "alt"}, name="texts"),
    path("nytt/aktuelt.atom", views.feed, {"kind": "aktuelt"}, name="news"),
    path("sitemap.xml", views.sitemap, name="sitemap"),
    path("robots.txt", views.robots, name="robots"),
]
