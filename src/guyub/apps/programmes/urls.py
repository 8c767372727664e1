"""Addresses of groups and their meetings."""

from django.urls import path

from guyub.apps.programmes.views import area, cards, figures, groups, lists, meetings, members, officers, registers

app_name = "programmes"
MEETING = "kelompok/pertemuan/<int:pk>/"
GROUP = "kelompok/<str:code>/<int:pk>/"
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
    path("kelompok/<str:code>/angka/catat/", figures.record, name="record_figures"),
    path("kelompok/<str:code>/rekap/", area.registers, name="area_registers"),
    path("kelompok/<str:code>/rekap.<str:fmt>", area.registers_file, name="area_registers_file"),
    path("kelompok/<str:code>/daftar/", groups.register, name="register"),
    path(GROUP, groups.group, name="group"),
    path(f"{GROUP}ubah/", groups.describe, name="describe"),
    path(f"{GROUP}tutup/", groups.close, name="close"),
    path(f"{GROUP}kartu/", cards.confirm, name="confirm_card"),
    path(f"{GROUP}register/", registers.register, name="register_of"),
    path(f"{GROUP}register/serah/", registers.confirm, name="confirm_register"),
    path(f"{GROUP}register.<str:fmt>", registers.file, name="register_file"),
    path(f"{GROUP}pertemuan/", meetings.begin, name="open_meeting"),
    path(f"{GROUP}anggota/", members.add, name="members"),
    path(f"{GROUP}anggota/<int:member>/akhiri/", members.end, name="end_member"),
    path(f"{GROUP}anggota/<int:member>/kunjungan/", members.visit, name="visit"),
    path(f"{GROUP}pengurus/", officers.add, name="officer"),
    path(f"{GROUP}pengurus/<int:officer>/akhiri/", officers.end, name="end_post"),
    path(f"{GROUP}pengurus/<int:officer>/latihan/", officers.train, name="train"),
]
