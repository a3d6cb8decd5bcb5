"""Our own pages and, of allauth's, only those that are used, under Norwegian addresses.

What changes how one signs in asks for a recent proof: allauth asks as well, but not of who signs in by a provider only.
"""

from allauth.account import views as account
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.socialaccount import views as identity
from django.urls import path, re_path
from django.utils.translation import gettext_lazy as _

from portal.accounts import enrolment, oidc, proving, views
from portal.accounts.marks import one_factor, public, signed_in, writes
from portal.accounts.proof import Proof, recently_proved

security = recently_proved(Proof(_("Security"), to_read=True))
urlpatterns = [
    path("", views.page, name="account_page"),
    path("logg-inn/", public(views.SignIn.as_view()), name="account_login"),
    path("logg-ut/", public(account.logout), name="account_logout"),
    path("stengt/", public(account.account_inactive), name="account_inactive"),
    path("bekreft/", one_factor(proving.ProvePassword.as_view()), name="account_reauthenticate"),
    path("bekreftet/", proving.proved, name="account_proved"),
    path("passord/", signed_in(account.password_change), name="account_change_password"),
    path("passord/velg/", signed_in(security(account.password_set)), name="account_set_password"),
    path("passord/glemt/", public(account.password_reset), name="account_reset_password"),
    path("passord/glemt/sendt/", public(account.password_reset_done), name="account_reset_password_done"),
    re_path(
        r"^passord/glemt/(?P<uidb36>[0-9a-z]+)-(?P<key>.+)/$",  # a key has dashes of its own
        public(account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path(
        "passord/glemt/ferdig/",
        public(account.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
    path("sikkerhet/", one_factor(enrolment.Security.as_view()), name="mfa_index"),
    path("sikkerhet/kode/", public(enrolment.SecondFactorPage.as_view()), name="mfa_authenticate"),
    path("sikkerhet/bekreft/", one_factor(proving.ProveCode.as_view()), name="mfa_reauthenticate"),
    path("sikkerhet/app/", one_factor(security(enrolment.AddApp.as_view())), name="mfa_activate_totp"),
    path("sikkerhet/app/fjern/", signed_in(security(totp.deactivate_totp)), name="mfa_deactivate_totp"),
    path(
        "sikkerhet/reservekoder/",
        signed_in(writes(security(codes.view_recovery_codes))),
        name="mfa_view_recovery_codes",
    ),
    path(
        "sikkerhet/reservekoder/nye/",
        signed_in(security(codes.generate_recovery_codes)),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "sikkerhet/reservekoder/fil/",
        signed_in(writes(security(codes.download_recovery_codes))),
        name="mfa_download_recovery_codes",
    ),
    path("sikkerhet/nokler/", one_factor(webauthn.list_webauthn), name="mfa_list_webauthn"),
    path("sikkerhet/nokler/ny/", one_factor(security(enrolment.AddPasskey.as_view())), name="mfa_add_webauthn"),
    path("sikkerhet/nokler/bekreft/", one_factor(proving.ProvePasskey.as_view()), name="mfa_reauthenticate_webauthn"),
    path(
        "sikkerhet/nokler/<int:pk>/fjern/",
        signed_in(security(enrolment.RemovePasskey.as_view())),
        name="mfa_remove_webauthn",
    ),
    path("sikkerhet/nokler/<int:pk>/", signed_in(security(webauthn.edit_webauthn)), name="mfa_edit_webauthn"),
    path("logg-inn/nokkel/", public(webauthn.login_webauthn), name="mfa_login_webauthn"),
    path("okter/", views.sessions, name="account_sessions"),
    path("sikkerhet/identitet/", signed_in(security(identity.connections)), name="socialaccount_connections"),
    path("inn/avbrutt/", public(identity.login_cancelled), name="socialaccount_login_cancelled"),
    path("inn/<slug:provider_id>/", oidc.start, name="openid_connect_login"),
    path("inn/<slug:provider_id>/svar/", oidc.callback, name="openid_connect_callback"),
    path("okter/andre/avslutt/", views.end_other_sessions, name="account_end_other_sessions"),
    path("okter/<str:session_key>/avslutt/", views.end_session, name="account_end_session"),
    path("sprak/", views.language, name="language"),
]
