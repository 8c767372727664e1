"""Addresses of groups, their meetings, and the activities of a village."""

from django.urls import path

from guyub.apps.programmes.views import (
    activities,
    activity_photos,
    area,
    cards,
    coverage,
    figures,
    groups,
    lists,
    meetings,
    members,
    officers,
    registers,
)

app_name = "programmes"
MEETING = "kelompok/pertemuan/<int:pk>/"
GROUP = "kelompok/<str:code>/<int:pk>/"
ACTIVITIES = "kegiatan/<str:code>/"
ACTIVITY = f"{ACTIVITIES}<int:pk>/"
PHOTO = f"{ACTIVITY}foto/<int:photo>/"
urlpatterns = [
    path(MEETING, meetings.meeting, name="meeting"),
    path(f"{MEETING}simpan/", meetings.save, name="save"),
    path(f"{MEETING}hadir/", meetings.attendance, name="attendance"),
    path(f"{MEETING}keterangan/", meetings.describe, name="describe_meeting"),
    path(f"{MEETING}tutup/", meetings.close, name="close_meeting"),
    path(f"{MEETING}buka/", meetings.reopen, name="reopen_meeting"),
    path(f"{MEETING}batal/", meetings.cancel, name="cancel_meeting"),
    path("kelompok/<str:code>/", lists.groups, name="groups"),
    path("kelompok/<str:code>/angka/", figures.figures, name="figures"),
    path("kelompok/<str:code>/rekap/", area.registers, name="area_registers"),
    path("kelompok/<str:code>/rekap.<str:fmt>", area.registers_file, name="area_registers_file"),
    path("kelompok/<str:code>/daftar/", groups.register, name="register"),
    path(GROUP, groups.group, name="group"),
    path(f"{GROUP}ubah/", groups.describe, name="describe"),
    path(f"{GROUP}tutup/", groups.close, name="close"),
    path(f"{GROUP}kartu/", cards.confirm, name="confirm_card"),
    path(f"{GROUP}kartu.<str:fmt>", cards.file, name="card_file"),
    path(f"{GROUP}register/", registers.register, name="register_of"),
    path(f"{GROUP}register/serah/", registers.confirm, name="confirm_register"),
    path(f"{GROUP}register.<str:fmt>", registers.file, name="register_file"),
    path(f"{GROUP}pertemuan/", meetings.begin, name="open_meeting"),
    path(f"{GROUP}anggota/", members.add, name="members"),
    path(f"{GROUP}anggota/<int:member>/akhiri/", members.end, name="end_member"),
    path(f"{GROUP}anggota/<int:member>/kunjungan/", members.visit, name="visit"),
    path(f"{GROUP}rujukan/<int:referral>/", members.answer, name="answer_visit"),
    path(f"{GROUP}pengurus/", officers.add, name="officer"),
    path(f"{GROUP}pengurus/<int:officer>/akhiri/", officers.end, name="end_post"),
    path(f"{GROUP}pengurus/<int:officer>/latihan/", officers.train, name="train"),
    path(ACTIVITIES, activities.activities, name="activities"),
    path(f"{ACTIVITIES}catat/", activities.new, name="new_activity"),
    path(f"{ACTIVITIES}catat/kirim/", activities.send, name="send_activity"),
    path(f"{ACTIVITIES}cakupan/", coverage.coverage, name="coverage"),
    path(f"{ACTIVITIES}intervensi.<str:fmt>", coverage.file, name="activities_file"),
    path(ACTIVITY, activities.activity, name="activity"),
    path(f"{ACTIVITY}salin/", coverage.copy, name="copy_activity"),
    path(f"{ACTIVITY}ubah/", activities.correct, name="correct_activity"),
    path(f"{ACTIVITY}batal/", activities.withdraw, name="withdraw_activity"),
    path(f"{ACTIVITY}diposting/", activities.posted, name="activity_posted"),
    path(f"{ACTIVITY}foto/", activity_photos.add, name="add_activity_photo"),
    path(PHOTO, activity_photos.photo, name="activity_photo"),
    path(f"{PHOTO}ubah/", activity_photos.describe, name="describe_activity_photo"),
    path(f"{PHOTO}lepas/", activity_photos.take_off, name="take_off_activity_photo"),
]
