"""A part of the contract, played by Microsoft's Python client on its C stack. Prints one JSON line per scenario.

The scenarios are played side by side, each on its own queue, since this client takes a second to open each link.
"""

import json
import logging
import sys
import traceback
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

from azure.servicebus._common import _configuration
from azure.servicebus import ServiceBusClient, ServiceBusMessage, ServiceBusReceiveMode, ServiceBusSubQueue

CONNECTION_STRING, TLS_PORT, CERTIFICATE = sys.argv[1:4]
_configuration.DEFAULT_AMQPS_PORT = int(TLS_PORT)  # this version takes no port, and its custom endpoints mean WebSockets
logging.disable(logging.CRITICAL)  # a refusal that a scenario asks for is no news; what fails is in its JSON line


def client():
    return ServiceBusClient.from_connection_string(CONNECTION_STRING, connection_verify=CERTIFICATE, retry_total=1)


def send(bus, queue, *messages):
    with bus.get_queue_sender(queue) as sender:
        sender.send_messages(list(messages))


def receive(receiver, count=1):
    received = []
    while len(received) < count:
        some = receiver.receive_messages(max_message_count=count - len(received), max_wait_time=15)
        assert some, f"only {len(received)} of {count} messages came"
        received += some
    return received


def completes(bus, queue):
    sent = ServiceBusMessage(b"body", message_id="m-1", correlation_id="c", subject="s", application_properties={"n": 1, "t": "x"})
    send(bus, queue, sent)
    with bus.get_queue_receiver(queue) as receiver:
        (message,) = receive(receiver)
        assert message.message_id == "m-1" and message.correlation_id == "c" and message.subject == "s"
        assert b"".join(message.body) == b"body" and message.delivery_count == 0
        assert message.application_properties == {b"n": 1, b"t": b"x"}
        receiver.complete_message(message)
        assert receiver.peek_messages() == []


def abandons(bus, queue):
    send(bus, queue, ServiceBusMessage("again"))
    with bus.get_queue_receiver(queue) as receiver:
        receiver.abandon_message(receive(receiver)[0])
        (message,) = receive(receiver)
        assert message.delivery_count == 1
        receiver.complete_message(message)


def dead_letters(bus, queue):
    send(bus, queue, ServiceBusMessage("poison"))
    with bus.get_queue_receiver(queue) as receiver:
        receiver.dead_letter_message(receive(receiver)[0], reason="r", error_description="d")
    with bus.get_queue_receiver(queue, sub_queue=ServiceBusSubQueue.DEAD_LETTER) as receiver:
        (message,) = receive(receiver)
        assert message.dead_letter_reason == "r" and message.dead_letter_error_description == "d"
        receiver.complete_message(message)


def sends_batches(bus, queue):
    with bus.get_queue_sender(queue) as sender:
        batch = sender.create_message_batch()
        for number in range(20):
            batch.add_message(ServiceBusMessage(str(number)))
        sender.send_messages(batch)
    with bus.get_queue_receiver(queue) as receiver:
        messages = receive(receiver, 20)
        assert [str(message) for message in messages] == [str(number) for number in range(20)]
        for message in messages:
            receiver.complete_message(message)


def schedules_and_cancels(bus, queue):
    at = datetime.utcnow() + timedelta(seconds=4)
    with bus.get_queue_sender(queue) as sender:
        (cancelled, _kept) = sender.schedule_messages([ServiceBusMessage("no"), ServiceBusMessage("yes")], at)
        sender.cancel_scheduled_messages(cancelled)
    with bus.get_queue_receiver(queue) as receiver:
        (message,) = receive(receiver)
        assert str(message) == "yes"
        receiver.complete_message(message)


def peeks(bus, queue):
    send(bus, queue, ServiceBusMessage("a"), ServiceBusMessage("b"))
    with bus.get_queue_receiver(queue) as receiver:
        seen = [str(message) for message in receiver.peek_messages(5)]
        assert seen == ["a", "b"], seen
        for message in receive(receiver, 2):
            receiver.complete_message(message)


def renews_a_lock(bus, queue):
    send(bus, queue, ServiceBusMessage("x"))
    with bus.get_queue_receiver(queue) as receiver:
        (message,) = receive(receiver)
        before = message.locked_until_utc
        assert receiver.renew_message_lock(message) >= before
        receiver.complete_message(message)


def receives_and_deletes(bus, queue):
    send(bus, queue, ServiceBusMessage("x"))
    with bus.get_queue_receiver(queue, receive_mode=ServiceBusReceiveMode.RECEIVE_AND_DELETE) as receiver:
        assert str(receive(receiver)[0]) == "x"
        assert receiver.peek_messages() == []


def is_told_of_an_unknown_queue(bus, _queue):
    try:
        with bus.get_queue_sender("no-such-queue") as sender:
            sender.send_messages(ServiceBusMessage("x"))
    except Exception as error:  # the client's class for it changed over its versions
        assert "could not be found" in str(error), error
        return
    raise AssertionError("the send succeeded")


def is_told_of_a_wrong_key(_bus, queue):
    forged = CONNECTION_STRING.replace("SharedAccessKey=", "SharedAccessKey=x")
    try:
        with ServiceBusClient.from_connection_string(
            forged, connection_verify=CERTIFICATE, retry_total=0
        ) as wrong, wrong.get_queue_sender(queue) as sender:
            sender.send_messages(ServiceBusMessage("x"))
    except Exception as error:
        assert "Authenticat" in type(error).__name__ or "Authoriz" in type(error).__name__, type(error)
        return
    raise AssertionError("the send succeeded")


def is_told_of_sessions(bus, queue):
    try:
        with bus.get_queue_receiver(queue, session_id="s") as receiver:
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


def play(scenario, queue):
    name = scenario.__name__.replace("_", " ")
    try:
        with client() as bus:
            scenario(bus, queue)
        return {"scenario": name}
    except Exception:
        return {"scenario": name, "failure": traceback.format_exc()}


with ThreadPoolExecutor(len(SCENARIOS)) as pool:
    for result in pool.map(play, SCENARIOS, [f"scenario-{index}" for index in range(len(SCENARIOS))]):
        print(json.dumps(result), flush=True)
