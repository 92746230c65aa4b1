using Azure.Core.Amqp;
using Azure.Messaging.ServiceBus;

/// <summary>A part of the contract, played by Microsoft's .NET client, the one inside the Functions host.</summary>
static class Scenarios
{
    static ServiceBusReceiver DeadLetters(ServiceBusClient client, string queue) =>
        client.CreateReceiver(queue, new ServiceBusReceiverOptions { SubQueue = SubQueue.DeadLetter });

    public static readonly Dictionary<string, Scenario> All = new()
    {
        ["a message comes as it was sent"] = async (_, client, own) =>
        {
            var sent = new ServiceBusMessage("body") { MessageId = "m-1", CorrelationId = "c", Subject = "s", ContentType = "text/plain" };
            sent.ApplicationProperties["int"] = 1;
            sent.ApplicationProperties["guid"] = Guid.Empty;
            sent.ApplicationProperties["decimal"] = 1.5m;
            sent.ApplicationProperties["span"] = TimeSpan.FromSeconds(3);
            await client.CreateSender(own).SendMessageAsync(sent);
            await using var receiver = client.CreateReceiver(own);
            var message = await Expect.OneAsync(receiver);
            Expect.Equal(("body", "m-1", "c", "s", "text/plain"), (message.Body.ToString(), message.MessageId, message.CorrelationId, message.Subject, message.ContentType));
            foreach (var (name, value) in sent.ApplicationProperties) Expect.Equal(value, message.ApplicationProperties[name]);
            Expect.Equal((1, ServiceBusMessageState.Active), (message.DeliveryCount, message.State));
            Expect.Equal(message.SequenceNumber, message.EnqueuedSequenceNumber);
            Expect.Equal(true, message.LockedUntil > message.EnqueuedTime);
            await receiver.CompleteMessageAsync(message);
            await Expect.EmptyAsync(receiver);
        },
        ["bodies of any AMQP kind"] = async (_, client, own) =>
        {
            var value = new ServiceBusMessage();
            value.GetRawAmqpMessage().Body = AmqpMessageBody.FromValue(42L);
            await client.CreateSender(own).SendMessageAsync(value);
            await using var receiver = client.CreateReceiver(own);
            var message = await Expect.OneAsync(receiver);
            Expect.Equal(true, message.GetRawAmqpMessage().Body.TryGetValue(out var got));
            Expect.Equal(42L, got);
            await receiver.CompleteMessageAsync(message);
        },
        ["batches, in order, to a receiver that fetches ahead"] = async (_, client, own) =>
        {
            await using var sender = client.CreateSender(own);
            using var batch = await sender.CreateMessageBatchAsync();
            for (var number = 0; number < 10; number++) batch.TryAddMessage(new($"{number}"));
            Expect.Equal((10, false), (batch.Count, batch.TryAddMessage(new(new byte[256 * 1024]))));
            await sender.SendMessagesAsync(batch);
            await using var receiver = client.CreateReceiver(own, new ServiceBusReceiverOptions { PrefetchCount = 20 });
            for (var number = 0; number < 10; number++)
            {
                var message = await Expect.OneAsync(receiver);
                Expect.Equal($"{number}", message.Body.ToString());
                await receiver.CompleteMessageAsync(message);
            }
        },
        ["abandoning, with properties"] = async (_, client, own) =>
        {
            await client.CreateSender(own).SendMessageAsync(new("x") { ApplicationProperties = { ["kept"] = "yes" } });
            await using var receiver = client.CreateReceiver(own);
            await receiver.AbandonMessageAsync(await Expect.OneAsync(receiver), new Dictionary<string, object> { ["tries"] = 2 });
            var message = await Expect.OneAsync(receiver);
            Expect.Equal("2 yes 2", $"{message.DeliveryCount} {message.ApplicationProperties["kept"]} {message.ApplicationProperties["tries"]}");
            await receiver.CompleteMessageAsync(message);
        },
        ["dead letters, with a reason, and sent again"] = async (_, client, own) =>
        {
            await client.CreateSender(own).SendMessageAsync(new("poison"));
            await using var receiver = client.CreateReceiver(own);
            await using var letters = DeadLetters(client, own);
            await receiver.DeadLetterMessageAsync(await Expect.OneAsync(receiver), new Dictionary<string, object> { ["own"] = 7 }, "reason", "description");
            var letter = await Expect.OneAsync(letters);
            Expect.Equal("reason description 7", $"{letter.DeadLetterReason} {letter.DeadLetterErrorDescription} {letter.ApplicationProperties["own"]}");
            await client.CreateSender(own).SendMessageAsync(new(letter));
            await letters.CompleteMessageAsync(letter);
            var again = await Expect.OneAsync(receiver);
            Expect.Equal(("poison", 1), (again.Body.ToString(), again.DeliveryCount));
            await receiver.CompleteMessageAsync(again);
        },
        ["dead letters by themselves"] = async (_, client, own) =>
        {
            await client.CreateSender("two-tries").SendMessageAsync(new("x"));
            await client.CreateSender("buries-expired").SendMessageAsync(new("x") { TimeToLive = TimeSpan.FromMilliseconds(300) });
            await using var receiver = client.CreateReceiver("two-tries");
            for (var time = 0; time < 2; time++) await receiver.AbandonMessageAsync(await Expect.OneAsync(receiver));
            foreach (var (queue, reason) in new[] { ("two-tries", "MaxDeliveryCountExceeded"), ("buries-expired", "TTLExpiredException") })
            {
                await using var letters = DeadLetters(client, queue);
                var letter = await Expect.OneAsync(letters);
                Expect.Equal(reason, letter.DeadLetterReason);
                await letters.CompleteMessageAsync(letter);
            }
        },
        ["scheduling and cancelling"] = async (_, client, own) =>
        {
            await using var sender = client.CreateSender(own);
            await using var receiver = client.CreateReceiver(own);
            var number = await sender.ScheduleMessageAsync(new("never"), DateTimeOffset.UtcNow.AddMinutes(10));
            var peeked = await receiver.PeekMessageAsync();
            Expect.Equal((ServiceBusMessageState.Scheduled, number), (peeked.State, peeked.SequenceNumber));
            await sender.CancelScheduledMessageAsync(number);
            await Expect.ReasonAsync(ServiceBusFailureReason.MessageNotFound, () => sender.CancelScheduledMessageAsync(number));
            await sender.ScheduleMessageAsync(new("soon"), DateTimeOffset.UtcNow.AddSeconds(1));
            var message = await Expect.OneAsync(receiver);
            Expect.Equal("soon", message.Body.ToString());
            await receiver.CompleteMessageAsync(message);
        },
        ["peeking, onwards and from a number"] = async (_, client, own) =>
        {
            await client.CreateSender(own).SendMessagesAsync(Enumerable.Range(0, 5).Select(number => new ServiceBusMessage($"{number}")));
            await using var receiver = client.CreateReceiver(own, new ServiceBusReceiverOptions { ReceiveMode = ServiceBusReceiveMode.ReceiveAndDelete });
            var first = await receiver.PeekMessagesAsync(2);
            var rest = await receiver.PeekMessagesAsync(10);
            Expect.Equal("0 1 2 3 4", string.Join(" ", first.Concat(rest).Select(message => message.Body)));
            Expect.Equal("1", (await receiver.PeekMessageAsync(first[1].SequenceNumber)).Body.ToString());
            for (var number = 0; number < 5; number++) await Expect.OneAsync(receiver);
            Expect.Equal(null, await receiver.ReceiveMessageAsync(TimeSpan.FromMilliseconds(200)));
        },
        ["settling after the receiver it came on was closed, and after its socket was dropped"] = async (bus, client, own) =>
        {
            await client.CreateSender(own).SendMessagesAsync([new("1"), new("2")]);
            await using var receiver = client.CreateReceiver(own);
            ServiceBusReceivedMessage first;
            await using (var closing = client.CreateReceiver(own)) first = await Expect.OneAsync(closing);
            await receiver.CompleteMessageAsync(first);
            var second = await Expect.OneAsync(receiver);
            await bus.ControlAsync("/faults/drop-sockets", new { });
            await receiver.RenewMessageLockAsync(second);
            await receiver.CompleteMessageAsync(second);
            await Expect.EmptyAsync(receiver);
        },
        ["a processor, fetching ahead, with many calls, over a dropped socket"] = async (bus, client, own) =>
        {
            const int Count = 3000;
            await using var sender = client.CreateSender(own);
            for (var from = 0; from < Count; from += 500) await sender.SendMessagesAsync(Enumerable.Range(from, 500).Select(number => new ServiceBusMessage($"{number}")));
            var seen = new System.Collections.Concurrent.ConcurrentDictionary<string, bool>();
            var dropped = 0;
            var everything = new TaskCompletionSource();
            await using var processor = client.CreateProcessor(own, new ServiceBusProcessorOptions { MaxConcurrentCalls = 32, PrefetchCount = 100 });
            processor.ProcessMessageAsync += async call =>
            {
                seen[call.Message.Body.ToString()] = true;
                if (seen.Count > Count / 2 && Interlocked.Exchange(ref dropped, 1) == 0)
                {
                    await bus.ControlAsync("/faults/drop-sockets", new { });
                    await bus.ControlAsync("/faults/expire-locks", new { queue = own }); // of what was fetched ahead
                }
                if (seen.Count == Count) everything.TrySetResult();
            };
            processor.ProcessErrorAsync += _ => Task.CompletedTask;
            await processor.StartProcessingAsync();
            await everything.Task;
            await processor.StopProcessingAsync();
        },
        ["a processor whose handler fails, then outlasts its lock"] = async (_, client, own) =>
        {
            await client.CreateSender("short-lock").SendMessageAsync(new("slow"));
            var counts = new List<int>();
            var done = new TaskCompletionSource();
            await using var processor = client.CreateProcessor("short-lock");
            processor.ProcessMessageAsync += async call =>
            {
                counts.Add(call.Message.DeliveryCount);
                if (counts.Count == 1) throw new Exception("the handler fails");
                await Task.Delay(2_500);
                done.TrySetResult();
            };
            processor.ProcessErrorAsync += _ => Task.CompletedTask;
            await processor.StartProcessingAsync();
            await done.Task;
            await processor.StopProcessingAsync();
            Expect.Equal("1 2", string.Join(" ", counts));
            await using var receiver = client.CreateReceiver("short-lock");
            await Expect.EmptyAsync(receiver);
        },
    };
}
