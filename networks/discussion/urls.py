"""Paths and names of rooms and what is said in them."""

from django.urls import path

from networks.discussion.views import endings, files, messages, rooms, topics

app_name = "discussion"
ROOM, TOPIC = "<slug:slug>/samtaler/<int:room_id>", "<slug:slug>/samtaler/<int:room_id>/<int:topic_id>"
MESSAGE = f"{TOPIC}/<int:number>"
urlpatterns = [
    path("<slug:slug>/samtaler/", rooms.rooms, name="rooms"),
    path("<slug:slug>/samtaler/fagstoff/", files.articles, name="articles"),
    path("<slug:slug>/samtaler/sok/", rooms.search_rooms, name="search"),
    path("<slug:slug>/samtaler/nytt/", rooms.open_room, name="open"),
    path(f"{ROOM}/", rooms.room, name="room"),
    path(f"{ROOM}/folk/", rooms.place, name="place"),
    path(f"{ROOM}/folk/<int:placement_id>/ut/", rooms.end_placement, name="end_placement"),
    path(f"{ROOM}/folk/<int:placement_id>/ansvar/", rooms.share_keeping, name="share_keeping"),
    path(f"{ROOM}/stram-inn/", rooms.tighten, name="tighten"),
    path(f"{ROOM}/pause/", rooms.pause, name="pause"),
    path(f"{ROOM}/gjenoppta/", rooms.resume, name="resume"),
    path(f"{ROOM}/lukk/", endings.close, name="close"),
    path(f"{ROOM}/behold/", endings.hold, name="hold"),
    path(f"{ROOM}/behold/slipp/", endings.let_go, name="let_go"),
    path(f"{ROOM}/emne/", topics.start, name="start_topic"),
    path(f"{TOPIC}/", topics.topic, name="topic"),
    path(f"{TOPIC}/lukk/", topics.close, name="close_topic"),
    path(f"{TOPIC}/si/", topics.say, name="say"),
    path(f"{TOPIC}/nytt/", topics.after, name="after"),
    path(f"{TOPIC}/lest/", topics.mark_read, name="mark_read"),
    path(f"{TOPIC}/demp/", topics.mute, name="mute"),
    path(f"{TOPIC}/utkast/", topics.save_draft, name="save_draft"),
    path(f"{MESSAGE}/", messages.change, name="change"),
    path(f"{MESSAGE}/fil/<int:attachment_id>/", files.attachment, name="attachment"),
    path(f"{MESSAGE}/slett/", messages.delete, name="delete"),
    path(f"{MESSAGE}/skjul/", messages.hide, name="hide"),
    path(f"{MESSAGE}/tegn/", messages.react, name="react"),
]
