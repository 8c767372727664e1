"""Addresses of the registry. They carry codes of villages, families and people; never a name or a number."""

from django.urls import path

from guyub.apps.people.views import duplicates, erasure, events, families, family, identity, new_family, person

app_name = "people"
urlpatterns = [
    path("keluarga/", families.choose, name="choose"),
    path("keluarga/<str:code>/", families.families, name="families"),
    path("keluarga/<str:code>/cari/", families.search, name="search"),
    path("keluarga/<str:code>/baru/", new_family.new_family, name="new_family"),
    path("keluarga/<str:code>/ganda/", duplicates.duplicates, name="duplicates"),
    path("keluarga/<str:code>/ganda/cari/", duplicates.find, name="find_duplicates"),
    path("keluarga/<str:code>/ganda/<int:pk>/", duplicates.decide, name="decide_duplicate"),
    path("keluarga/<str:code>/gabungan/<int:pk>/batal/", duplicates.undo, name="undo_merge"),
    path("keluarga/<str:code>/<str:family_code>/", family.family, name="family"),
    path("keluarga/<str:code>/<str:family_code>/catat/<slug:event>/", events.family_event, name="family_event"),
    path("keluarga/<str:code>/<str:family_code>/perbaiki/", person.correct_family, name="correct_family"),
    path("keluarga/<str:code>/<str:family_code>/salah-catat/", person.withdraw_family, name="withdraw_family"),
    path("keluarga/<str:code>/<str:family_code>/isi-kk/", person.set_kk, name="set_kk"),
    path("keluarga/<str:code>/<str:family_code>/nomor-kk/", identity.reveal_kk, name="reveal_kk"),
    path("orang/<str:person_code>/", person.person, name="person"),
    path("orang/<str:person_code>/perbaiki/", person.correct_person, name="correct_person"),
    path("orang/<str:person_code>/isi-nik/", person.set_nik, name="set_nik"),
    path("orang/<str:person_code>/nik/", identity.reveal_nik, name="reveal_nik"),
    path("orang/<str:person_code>/salinan/", erasure.extract, name="extract"),
    path("orang/<str:person_code>/hapus/", erasure.erase, name="erase"),
]
