from django.apps import AppConfig


class LoginsConfig(AppConfig):
    name = "muster.logins"

    def ready(self) -> None:
        from django.contrib.auth.signals import user_logged_in

        from .middleware import note_login

        user_logged_in.connect(note_login, dispatch_uid="muster.logins")
