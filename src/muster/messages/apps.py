from django.apps import AppConfig


class MessagesConfig(AppConfig):
    name = "muster.messages"
    label = "messaging"  # Django's own notices on pages hold the label "messages"
