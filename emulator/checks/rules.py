"""Which rule a field belongs to: the nearest one of its page, else that of the event message."""

from typing import Final

MESSAGE_RULE: Final = "CIC-T-046"

_SPEECH: Final = {
    "SpeechRecognizer.Recognize": MESSAGE_RULE,
    "SpeechRecognizer.Recognize lang": "CIC-SR-013",
    "SpeechRecognizer.Recognize format": "CIC-SR-014",
    "SpeechRecognizer.Recognize profile": "CIC-SR-014",
    "SpeechRecognizer.Recognize speechId": "CIC-SR-015",
    "SpeechRecognizer.Recognize explicit": "CIC-SR-015",
    "SpeechRecognizer.Recognize initiator.payload.deviceUUID": "CIC-SR-017",
    "SpeechRecognizer.Recognize initiator.payload.wakeWord.indices": "CIC-SR-019",
    "TextRecognizer.Recognize text": "CIC-TX-001",
    "TextRecognizer.Recognize speechId": "CIC-TX-005",
    "TextRecognizer.Recognize explicit": "CIC-TX-005",
    "SpeechSynthesizer.Request": "CIC-SS-050",
    "SpeechSynthesizer": "CIC-SS-011",
}
_ALERTS: Final = {
    "Alerts.SetAlertSucceeded": "CIC-AL-002",
    "Alerts.SetAlertFailed": "CIC-AL-002",
    "Alerts.DeleteAlertSucceeded": "CIC-AL-003",
    "Alerts.DeleteAlertFailed": "CIC-AL-003",
    "Alerts.AlertStarted": "CIC-AL-020",
    "Alerts.AlertStopped": "CIC-AL-030",
    "Alerts.RequestAlertStop": "CIC-AL-031",
    "Alerts.RequestDeleteAlert": "CIC-AL-037",
}
_PLAYBACK: Final = {
    "AudioPlayer token": "CIC-AP-033",
    "AudioPlayer offsetInMilliseconds": "CIC-AP-034",
    "AudioPlayer.StreamRequested": "CIC-AP-011",
    "AudioPlayer.PlaybackQueueCleared": "CIC-AP-061",
    "AudioPlayer.ReportPlaybackState": "CIC-AP-051",
    "AudioPlayer.ReportPlaybackState playerActivity": "CIC-AP-054",
    "AudioPlayer.ReportPlaybackState stream": "CIC-AP-055",
    "AudioPlayer.ReportPlaybackState totalInMilliseconds": "CIC-AP-052",
    "PlaybackController source": "CIC-PC-012",
    "PlaybackController deviceId": "CIC-PC-004",
    "PlaybackController.PlayCommandIssued handover": "CIC-PC-015",
    "PlaybackController.PlayCommandIssued token": "CIC-PC-016",
    "PlaybackController.SetRepeatModeCommandIssued repeatMode": "CIC-PC-026",
    "PlaybackController.CustomCommandIssued button": "CIC-PC-007",
    "TemplateRuntime.RequestPlayerInfo token": "CIC-TR-008",
    "TemplateRuntime.RequestPlayerInfo range": "CIC-TR-009",
    "TemplateRuntime.SelectCommandIssued": "CIC-TR-040",
    "TemplateRuntime.MoreCommandIssued": "CIC-TR-022",
    "TemplateRuntime token": "CIC-TR-020",
}
_OTHERS: Final = {
    "Clova.ProcessDelegatedEvent": "CIC-CL-070",
    "DeviceControl.ActionExecuted command": "CIC-DC-011",
    "DeviceControl.ActionFailed command": "CIC-DC-011",
    "DeviceControl.ActionExecuted target": "CIC-DC-012",
    "DeviceControl.ActionFailed target": "CIC-DC-012",
    "DeviceControl.BtRequestForPINCode": "CIC-DC-044",
    "DeviceControl.BtRequestToCancelPINCodeInput": "CIC-DC-046",
    "DeviceControl.BtRequestToCancelPinCodeInput": "CIC-DC-046",
    "DeviceControl.RequestStateSynchronization deviceId": "CIC-DC-069",
    "Settings.Report": "CIC-SE-012",
    "Settings.RequestVersionSpec": "CIC-SE-032",
}
_CONTEXT: Final = {
    "Alerts.AlertsState": "CIC-CX-010",
    "Alerts.AlertsState allAlerts[].token": "CIC-AL-005",
    "Alerts.AlertsState allAlerts[].type": "CIC-AL-005",
    "Alerts.AlertsState allAlerts[].scheduledTime": "CIC-AL-005",
    "Alerts.AlertsState allAlerts[].": "CIC-CX-011",
    "Alerts.AlertsState activeAlerts[].token": "CIC-AL-005",
    "Alerts.AlertsState activeAlerts[].type": "CIC-AL-005",
    "Alerts.AlertsState activeAlerts[].scheduledTime": "CIC-AL-005",
    "Alerts.AlertsState activeAlerts[].": "CIC-CX-011",
    "AudioPlayer.PlaybackState": "CIC-CX-022",
    "AudioPlayer.PlaybackState playerActivity": "CIC-CX-023",
    "AudioPlayer.PlaybackState stream": "CIC-CX-020",
    "AudioPlayer.PlaybackState totalInMilliseconds": "CIC-CX-024",
    "Clova.Location": "CIC-CX-030",
    "Clova.SavedPlace": "CIC-CX-030",
    "Clova.SavedPlace places[].name": "CIC-CX-035",
    "Device.Audio": "CIC-CX-045",
    "Device.Audio acceptContentType[].fileExtension": "CIC-CX-046",
    "Device.Audio acceptContentType[].container": "CIC-CX-046",
    "Device.Display": "CIC-CX-050",
    "Device.Display contentLayer": "CIC-CX-051",
    "Device.DeviceState": "CIC-CX-006",
    "Device.DeviceState localTime": "CIC-CX-065",
    "Device.DeviceState volume": "CIC-CX-075",
    "Device.DeviceState screenBrightness": "CIC-CX-075",
    "Device.DeviceState wifi.networks": "CIC-CX-070",
    "Device.DeviceState bluetooth.btlist": "CIC-CX-070",
    "Device.DeviceState bluetooth.scanlist": "CIC-CX-070",
    "Device.DeviceState bluetooth.btlist[].role": "CIC-CX-071",
    "Device.DeviceState bluetooth.scanlist[].role": "CIC-CX-071",
    "Device.DeviceState bluetooth.btlist[].availableServiceClassList": "CIC-CX-073",
    "Speaker.VolumeState": "CIC-CX-080",
    "SpeechSynthesizer.SpeechState": "CIC-SS-036",
}
RULES: Final = {**_SPEECH, **_ALERTS, **_PLAYBACK, **_OTHERS, **_CONTEXT}
"""By message, or message and path: `Namespace`, `Namespace.Name`, each alone or with the beginning
of a path."""


def rule_for(name: str, path: str) -> str:
    """The rule of a field of a message: the longest entry that fits, the message's own first."""
    namespace = name.partition(".")[0]
    beginnings = _beginnings(path)
    for message in (name, namespace):
        for beginning in beginnings:
            if rule := RULES.get(f"{message} {beginning}"):
                return rule
        if message == name and (rule := RULES.get(name)):
            return rule
    return RULES.get(namespace, MESSAGE_RULE)


def _beginnings(path: str) -> list[str]:
    """`a[].b.c` → `a[].b.c`, `a[].b`, `a[].`, `a[]`, `a`: the longest first."""
    found: list[str] = []
    while path:
        if path.endswith("[]"):
            found += [f"{path}."] if found else []
            found += [path, path.removesuffix("[]")]
        else:
            found.append(path)
        path = path.rpartition(".")[0]
    return found
