"""Addresses of offices and meetings. They carry codes of places and numbers."""

from django.urls import path

from guyub.apps.coordination.views import meetings, offices

app_name = "coordination"
one = "rakor/<str:code>/<int:meeting_id>/"
urlpatterns = [
    path("kantor/<str:code>/", offices.office_list, name="offices"),
    path("kantor/<str:code>/muat/", offices.load, name="offices-load"),
    path("kantor/<str:code>/baru/", offices.office, name="office-new"),
    path("kantor/<str:code>/<int:office_id>/", offices.office, name="office"),
    path("kantor/<str:code>/<int:office_id>/anggota/", offices.member, name="office-member"),
    path("rakor/<str:code>/", meetings.meeting_list, name="meetings"),
    path("rakor/<str:code>/baru/", meetings.new, name="meeting-new"),
    path(one, meetings.meeting, name="meeting"),
    path(f"{one}simpan/", meetings.save, name="meeting-save"),
    path(f"{one}agenda/", meetings.agenda, name="meeting-agenda"),
    path(f"{one}peserta/", meetings.participants, name="meeting-participants"),
    path(f"{one}keputusan/", meetings.decisions, name="meeting-decisions"),
    path(f"{one}sahkan/", meetings.close, name="meeting-close"),
    path(f"{one}notula.pdf", meetings.minutes_pdf, name="meeting-pdf"),
    path(f"{one}undangan.ics", meetings.invitation, name="meeting-ics"),
]
