"""Any order of things: a home that loses the network and dies, and a cloud that keeps its book."""

from collections import Counter

from hypothesis import HealthCheck, given, settings, strategies as st

from custom_components.clova_cic.cic.alerts import (
    Connected,
    Happened,
    PressDelete,
    PressStop,
    SendEvent,
    Sent,
    What,
)
from custom_components.clova_cic.cic.interfaces.alerts import RequestSynchronizeAlert
from custom_components.clova_cic.cic.interfaces.message import event_of
from custom_components.clova_cic.cic.messages import Directive
from emulator.interfaces.alert_book import AlertBook, key_of

from .bedside import Bedside, Json, Judge, alert

TOKENS = ("a", "b", "c")
KINDS = ("ALARM", "TIMER", "REMINDER", "ACTIONTIMER")
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("set"), st.sampled_from(TOKENS), st.integers(1, 90)),
        st.tuples(st.just("delete"), st.sampled_from(TOKENS), st.just(0)),
        st.tuples(st.just("press_stop"), st.just(""), st.just(0)),
        st.tuples(st.just("press_delete"), st.sampled_from(TOKENS), st.just(0)),
        st.tuples(st.just("pass"), st.just(""), st.integers(1, 40)),
        st.tuples(st.just("take"), st.just(""), st.integers(1, 3)),
        st.tuples(st.just("lose"), st.just(""), st.integers(0, 1)),
        st.tuples(st.just("connect"), st.just(""), st.just(0)),
        st.tuples(st.just("kill"), st.just(""), st.integers(0, 30)),
    ),
    max_size=40,
)


class Story:
    """The cloud answers and judges as the emulator does; what it sends to a home that is away is lost."""

    def __init__(self) -> None:
        self.home = Bedside()
        self.home.takes = False
        self.cloud = AlertBook()
        self.connected = True
        self.dying = False  # the cloud does not know yet that the home is away
        self.kinds: dict[str, str] = {}
        self.counted: set[str] = set()  # reported as set, and not as deleted
        self.gone: set[str] = set()  # reported as deleted, and not set since
        self.orders: Counter[str] = Counter()  # to set or delete, whose outcome is not known

    def tell(self, name: str, payload: Json) -> None:
        """Push a directive."""
        self.cloud.sent(f"Alerts.{name}", payload)
        if self.connected:
            if name in {"SetAlert", "DeleteAlert"}:
                self.orders[payload["token"]] += 1
            self.home.told(f"Alerts.{name}", **payload)
        elif self.dying:
            self.judge.sent(Directive(namespace="Alerts", name=name, payload=payload))

    @property
    def judge(self) -> Judge:
        """The emulator's judgement."""
        assert self.home.judge is not None
        return self.home.judge

    def lose(self, *, heard: bool) -> None:
        """The home goes; the cloud may hear an event that is on its way, and answers in vain."""
        self.dying, self.connected = self.connected, False
        if self.dying and heard and self.home.pending:
            effect = self.home.pending[0]
            if not isinstance(effect.event, RequestSynchronizeAlert):
                self.home.judged(effect)
                self._process(effect)
        self.dying = False
        self.cloud.disconnected()
        self.judge.disconnected(self.home.elapsed)

    def take(self) -> None:
        """Process the event on its way, and tell the home."""
        if not self.home.pending:
            return
        effect = self.home.pending.pop(0)
        self.home.judged(effect)
        self._process(effect)
        self.home.fed(Sent(effect.number))

    def _process(self, effect: SendEvent) -> None:
        event = event_of(effect.event)
        payload = dict(event.payload)
        key = key_of(payload)
        if event.name.startswith(("SetAlert", "DeleteAlert")):
            self.orders[key[0]] -= 1
        match event.name:
            case "RequestSynchronizeAlert":
                listed = [each.payload for each in self.cloud.alerts]
                self.counted = {each["token"] for each in listed}
                self.gone -= self.counted
                self.home.listed(*listed)
                still = self.home.alerts._desk.outbox.unsettled()
                self.orders = Counter({each: self.orders[each] for each in still})
            case "SetAlertSucceeded":
                if self.cloud.set_succeeded(key):
                    self.counted.add(key[0])
                    self.gone.discard(key[0])
            case "SetAlertFailed":
                self.cloud.set_failed(key)
            case "DeleteAlertSucceeded":
                self.cloud.deleted(key)
                self.counted.discard(key[0])
                self.gone.add(key[0])
            case "DeleteAlertFailed":
                self.cloud.deleted(key)
            case "RequestAlertStop":
                self.tell("StopAlert", payload)
            case "RequestDeleteAlert":
                self.tell("DeleteAlert", payload)
            case "AlertStopped":
                settled = not (self.cloud.is_offered(key) or self.cloud.is_leaving(key))
                if self.cloud.find(key) and settled:
                    self.tell("DeleteAlert", payload)

    def do(self, step: str, token: str, number: int) -> None:
        """One thing happens."""
        home = self.home
        kind = self.kinds.setdefault(token, KINDS[len(self.kinds) % len(KINDS)])
        match step:
            case "set":
                later = (home.elapsed + number) if self.connected else 10**6
                self.tell("SetAlert", alert(token, later, kind))
            case "delete":
                self.tell("DeleteAlert", {"token": token, "type": kind})
            case "press_stop":
                home.fed(PressStop())
            case "press_delete":
                home.fed(PressDelete(token))
            case "pass":
                home.passes(number)
            case "take":
                for _ in range(number):
                    self.take()
            case "lose":
                self.lose(heard=bool(number))
                home.disconnect()
            case "connect" if not self.connected:
                self.connected = True
                home.fed(Connected())
            case "kill":
                self.lose(heard=bool(number % 2))
                home.elapsed += number
                home.restart(down=number)
                open_orders = {each for each, count in self.orders.items() if count > 0}
                assert self.counted <= set(home.tokens) | open_orders
                assert not (self.gone & set(home.tokens)) - open_orders

    def settle(self) -> None:
        """In the end everything arrives."""
        self.do("lose", "", 0)
        self.do("connect", "", 0)
        for _ in range(200):
            self.take()
            if not self.home.pending:
                self.home.passes(20)
            if not self.home.pending:
                break


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(STEPS)
def test_in_the_end_the_home_has_what_the_cloud_has_and_nothing_rang_twice(
    steps: list[tuple[str, str, int]],
) -> None:
    story = Story()
    for step in steps:
        story.do(*step)
    story.settle()
    home = story.home
    assert sorted(home.tokens) == sorted(each.token for each in story.cloud.alerts)
    began = [
        (each.alert.token, each.alert.scheduled_time)
        for each in home.effects
        if isinstance(each, Happened) and each.what is What.RINGING
    ]
    assert len(began) == len(set(began))
