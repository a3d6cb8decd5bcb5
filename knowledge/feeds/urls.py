from django.urls import path

from knowledge.feeds import views

app_name = "feeds"
urlpatterns = [
    path("nytt/alt.atom", views.texts, name="texts"),
    path("nytt/aktuelt.atom", views.news, name="news"),
    path("sitemap.xml", views.sitemap, name="sitemap"),
    path("robots.txt", views.robots, name="robots"),
]
