"""Addresses of businesses: codes and numbers only."""

from django.urls import path

from guyub.apps.livelihoods.views import business, lists, records

app_name = "livelihoods"
urlpatterns = [
    path("usaha/buku/<int:pk>/", business.business, name="business"),
    path("usaha/buku/<int:pk>/ubah/", business.describe, name="describe"),
    path("usaha/buku/<int:pk>/pemilik/", business.join, name="join"),
    path("usaha/buku/<int:pk>/tutup/", business.close, name="close"),
    path("usaha/buku/<int:pk>/kas/", records.cash, name="cash"),
    path("usaha/buku/<int:pk>/kas/<int:entry>/", records.correct_cash_entry, name="correct_cash"),
    path("usaha/buku/<int:pk>/izin/", records.permit, name="permit"),
    path("usaha/buku/<int:pk>/izin/<int:permit>/", records.correct_held_permit, name="correct_permit"),
    path("usaha/buku/<int:pk>/catat/<slug:about>/", records.note, name="note"),
    path("usaha/buku/<int:pk>/catatan/<int:note>/", records.correct_held_note, name="correct_note"),
    path("usaha/orang/<str:person_code>/", business.begin, name="begin"),
    path("usaha/<str:code>/", lists.businesses, name="businesses"),
    path("usaha/<str:code>/daftar/<slug:name>/", lists.businesses, name="businesses_of"),
    path("usaha/<str:code>/cari/", lists.find, name="find"),
    path("usaha/<str:code>/berkas/", lists.file, name="file"),
]
