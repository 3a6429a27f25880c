"""Addresses below /konto/, in Swedish. allauth's views under allauth's names; no way to sign up."""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.socialaccount import views as social
from allauth.urls import build_provider_urlpatterns
from django.urls import URLPattern, URLResolver, include, path, re_path

from accounts import openid, views

OUR_OWN = (
    [
        path("", views.own_account, name="own"),
        path("mina-uppgifter/", views.own_data, name="own_data"),
        path("radera/", views.erase_own, name="erase_own"),
        path("inbjudan/<str:token>/", views.invitation, name="invitation"),
        path("partneratkomst/", views.partners, name="partners"),
        path("partneratkomst/<int:pk>/dra-tillbaka/", views.withdraw_partner, name="withdraw_partner"),
        path("partner/<str:token>/", views.partner, name="partner"),
    ],
    "accounts",
)
SIGN_IN = [
    path("logga-in/", account.request_login_code, name="account_request_login_code"),
    path("logga-in/kod/", account.confirm_login_code, name="account_confirm_login_code"),
    path("logga-in/losenord/", account.login, name="account_login"),
    path("logga-in/nyckel/", webauthn.login_webauthn, name="mfa_login_webauthn"),
    path("logga-in/tva-steg/", mfa.authenticate, name="mfa_authenticate"),
    path("logga-ut/", account.logout, name="account_logout"),
    path("bekrafta/", account.reauthenticate, name="account_reauthenticate"),
    path("bekrafta/tva-steg/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("bekrafta/nyckel/", webauthn.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("avstangt/", account.account_inactive, name="account_inactive"),
    # allauth asks where sign-up would be; the adapter keeps it closed.
    path("endast-inbjudan/", account.signup, name="account_signup"),
]
PASSWORD = [
    path("losenord/", account.password_change, name="account_change_password"),
    path("losenord/valj/", account.password_set, name="account_set_password"),
    path("losenord/glomt/", account.password_reset, name="account_reset_password"),
    path("losenord/glomt/skickat/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^losenord/nytt/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("losenord/klart/", account.password_reset_from_key_done, name="account_reset_password_from_key_done"),
]
E_MAIL = [
    path("e-post/", account.email, name="account_email"),
    path("e-post/skickat/", account.email_verification_sent, name="account_email_verification_sent"),
    re_path(r"^e-post/bekrafta/(?P<key>[-:\w]+)/$", account.confirm_email, name="account_confirm_email"),
]
SECOND_FACTOR = [
    path("tva-steg/", mfa.index, name="mfa_index"),
    path("tva-steg/app/", totp.activate_totp, name="mfa_activate_totp"),
    path("tva-steg/app/bort/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("tva-steg/reservkoder/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("tva-steg/reservkoder/nya/", recovery.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("tva-steg/reservkoder/fil/", recovery.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("tva-steg/nycklar/", webauthn.list_webauthn, name="mfa_list_webauthn"),
    path("tva-steg/nycklar/ny/", webauthn.add_webauthn, name="mfa_add_webauthn"),
    path("tva-steg/nycklar/<int:pk>/bort/", webauthn.remove_webauthn, name="mfa_remove_webauthn"),
    path("tva-steg/nycklar/<int:pk>/", webauthn.edit_webauthn, name="mfa_edit_webauthn"),
]
MUNICIPALITY = [
    path("kommun/", social.connections, name="socialaccount_connections"),
    path("kommun/avbrutet/", social.login_cancelled, name="socialaccount_login_cancelled"),
    path("kommun/fel/", social.login_error, name="socialaccount_login_error"),
    path("kommun/endast-inbjudan/", social.signup, name="socialaccount_signup"),
    # Before the library's own, under the same name: stricter about the answer.
    path("oidc/<str:provider_id>/login/callback/", openid.callback, name="openid_connect_callback"),
    *build_provider_urlpatterns(),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include(OUR_OWN)),
    *SIGN_IN,
    *PASSWORD,
    *E_MAIL,
    *SECOND_FACTOR,
    *MUNICIPALITY,
]
