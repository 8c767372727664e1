"""Addresses of a cycle's panel: codes of cycles and villages only."""

from django.urls import path

from guyub.apps.appraisal.views import field_photos, panel, panel_chair

app_name = "panel"
urlpatterns = [
    path("panel/", panel.cycles, name="cycles"),
    path("panel/<slug:cycle>/", panel.desk, name="desk"),
    path("panel/<slug:cycle>/pleno/", panel_chair.deliberation, name="deliberation"),
    path("panel/<slug:cycle>/keputusan/", panel_chair.verdict, name="verdict"),
    path("panel/<slug:cycle>/undian/", panel_chair.draw_lots, name="draw_lots"),
    path("panel/<slug:cycle>/berita-acara.pdf", panel_chair.minutes, name="minutes"),
    path("panel/<slug:cycle>/<str:code>/", panel.entry, name="entry"),
    path("panel/<slug:cycle>/<str:code>/undi/", panel.draw, name="draw"),
    path("panel/<slug:cycle>/<str:code>/lapangan/", panel.field, name="field"),
    path("panel/<slug:cycle>/<str:code>/lapangan/simpan/", panel.save_check, name="save_check"),
    path("panel/<slug:cycle>/<str:code>/lapangan/foto/", field_photos.photos, name="photos"),
    path("panel/<slug:cycle>/<str:code>/lapangan/foto/<int:pk>/", field_photos.photo, name="photo"),
    path("panel/<slug:cycle>/<str:code>/lapangan/foto/<int:pk>/lepas/", field_photos.take_off, name="photo_off"),
    path("panel/<slug:cycle>/<str:code>/buka/", panel_chair.reveal, name="reveal"),
    path("panel/<slug:cycle>/<str:code>/bahas/", panel_chair.discuss, name="discuss"),
    path("panel/<slug:cycle>/<str:code>/umpan-balik/", panel_chair.feedback, name="feedback"),
    path("panel/<slug:cycle>/<str:code>/umpan-balik.pdf", panel_chair.feedback_file, name="feedback_file"),
    path("panel/<slug:cycle>/<str:code>/keberatan/", panel_chair.appeal, name="appeal"),
]
