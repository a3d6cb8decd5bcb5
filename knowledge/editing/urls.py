from django.urls import path

from knowledge.editing import views

app_name = "editing"
urlpatterns = [path("faglesing/<str:token>/", views.outside, name="outside")]
# Inside the editors' tool, whose door stands before them (knowledge.wagtail_hooks).
tool = [
    path("lesing/", views.readings, name="knowledge_readings"),
    path("lesing/<int:state_id>/ta/", views.claim, name="knowledge_claim"),
    path("lesing/utenfor/<int:page_id>/", views.ask, name="knowledge_ask"),
    path("lesing/utenfor/<int:reading_id>/trekk/", views.withdraw, name="knowledge_withdraw"),
    path("holdes/", views.kept, name="knowledge_kept"),
]
