"""A part of the contract, played by Microsoft's Python client on its C stack. Prints one JSON line per scenario."""

import json
import sys
import traceback
from datetime import datetime, timedelta

from azure.servicebus._common import _configuration
from azure.servicebus import ServiceBusClient, ServiceBusMessage, ServiceBusReceiveMode, ServiceBusSubQueue

CONNECTION_STRING, TLS_PORT, CERTIFICATE = sys.argv[1:4]
_configuration.DEFAULT_AMQPS_PORT = int(TLS_PORT)  # this version takes no port, and its custom endpoints mean WebSockets
QUEUE = "plain"


def client():
    return ServiceBusClient.from_connection_string(CONNECTION_STRING, connection_verify=CERTIFICATE, retry_total=1)


def send(bus, *messages):
    with bus.get_queue_sender(QUEUE) as sender:
        sender.send_messages(list(messages))


def receive(receiver, count=1):
    received = []
    while len(received) < count:
        some = receiver.receive_messages(max_message_count=count - len(received), max_wait_time=15)
        assert some, f"only {len(received)} of {count} messages came"
        received += some
    return received


def completes(bus):
    sent = ServiceBusMessage(b"body", message_id="m-1", correlation_id="c", subject="s", application_properties={"n": 1, "t": "x"})
    send(bus, sent)
    with bus.get_queue_receiver(QUEUE) as receiver:
        (message,) = receive(receiver)
        assert message.message_id == "m-1" and message.correlation_id == "c" and message.subject == "s"
        assert b"".join(message.body) == b"body" and message.delivery_count == 0
        assert message.application_properties == {b"n": 1, b"t": b"x"}
        receiver.complete_message(message)
        assert receiver.peek_messages() == []


def abandons(bus):
    send(bus, ServiceBusMessage("again"))
    with bus.get_queue_receiver(QUEUE) as receiver:
        receiver.abandon_message(receive(receiver)[0])
        (message,) = receive(receiver)
        assert message.delivery_count == 1
        receiver.complete_message(message)


def dead_letters(bus):
    send(bus, ServiceBusMessage("poison"))
    with bus.get_queue_receiver(QUEUE) as receiver:
        receiver.dead_letter_message(receive(receiver)[0], reason="r", error_description="d")
    with bus.get_queue_receiver(QUEUE, sub_queue=ServiceBusSubQueue.DEAD_LETTER) as receiver:
        (message,) = receive(receiver)
        assert message.dead_letter_reason == "r" and message.dead_letter_error_description == "d"
        receiver.complete_message(message)


def sends_batches(bus):
    with bus.get_queue_sender(QUEUE) as sender:
        batch = sender.create_message_batch()
        for number in range(20):
            batch.add_message(ServiceBusMessage(str(number)))
        sender.send_messages(batch)
    with bus.get_queue_receiver(QUEUE) as receiver:
        messages = receive(receiver, 20)
        assert [str(message) for message in messages] == [str(number) for number in range(20)]
        for message in messages:
            receiver.complete_message(message)


def schedules_and_cancels(bus):
    at = datetime.utcnow() + timedelta(seconds=4)
    with bus.get_queue_sender(QUEUE) as sender:
        (cancelled, _kept) = sender.schedule_messages([ServiceBusMessage("no"), ServiceBusMessage("yes")], at)
        sender.cancel_scheduled_messages(cancelled)
    with bus.get_queue_receiver(QUEUE) as receiver:
        (message,) = receive(receiver)
        assert str(message) == "yes"
        receiver.complete_message(message)


def peeks(bus):
    send(bus, ServiceBusMessage("a"), ServiceBusMessage("b"))
    with bus.get_queue_receiver(QUEUE) as receiver:
        seen = [str(message) for message in receiver.peek_messages(5)]
        assert seen == ["a", "b"], seen
        for message in receive(receiver, 2):
            receiver.complete_message(message)


def renews_a_lock(bus):
    send(bus, ServiceBusMessage("x"))
    with bus.get_queue_receiver(QUEUE) as receiver:
        (message,) = receive(receiver)
        before = message.locked_until_utc
        assert receiver.renew_message_lock(message) >= before
        receiver.complete_message(message)


def receives_and_deletes(bus):
    send(bus, ServiceBusMessage("x"))
    with bus.get_queue_receiver(QUEUE, receive_mode=ServiceBusReceiveMode.RECEIVE_AND_DELETE) as receiver:
        assert str(receive(receiver)[0]) == "x"
        assert receiver.peek_messages() == []


def is_told_of_an_unknown_queue(bus):
    try:
        with bus.get_queue_sender("no-such-queue") as sender:
            sender.send_messages(ServiceBusMessage("x"))
    except Exception as error:  # the client's class for it changed over its versions
        assert "could not be found" in str(error), error
        return
    raise AssertionError("the send succeeded")


def is_told_of_a_wrong_key(_bus):
    forged = CONNECTION_STRING.replace("SharedAccessKey=", "SharedAccessKey=x")
    try:
        with ServiceBusClient.from_connection_string(
            forged, connection_verify=CERTIFICATE, retry_total=0
        ) as wrong, wrong.get_queue_sender(QUEUE) as sender:
            sender.send_messages(ServiceBusMessage("x"))
    except Exception as error:
        assert "Authenticat" in type(error).__name__ or "Authoriz" in type(error).__name__, type(error)
        return
    raise AssertionError("the send succeeded")


def is_told_of_sessions(bus):
    try:
        with bus.get_queue_receiver(QUEUE, session_id="s") as receiver:
            receiver.receive_messages(max_wait_time=1)
    except Exception as error:
        assert "does not offer sessions" in str(error), error
        return
    raise AssertionError("the session was accepted")


SCENARIOS = [
    completes,
    abandons,
    dead_letters,
    sends_batches,
    schedules_and_cancels,
    peeks,
    renews_a_lock,
    receives_and_deletes,
    is_told_of_an_unknown_queue,
    is_told_of_a_wrong_key,
    is_told_of_sessions,
]

for scenario in SCENARIOS:
    name = scenario.__name__.replace("_", " ")
    try:
        with client() as bus:
            scenario(bus)
        print(json.dumps({"scenario": name}), flush=True)
    except Exception:
        print(json.dumps({"scenario": name, "failure": traceback.format_exc()}), flush=True)
