using System.Text.RegularExpressions;
using System.Transactions;
using Azure.Messaging.ServiceBus;

/// <summary>What the broker says no to, and what its client makes of the answer.</summary>
static class Refusals
{
    public static readonly Dictionary<string, Scenario> All = new()
    {
        ["a wrong key"] = async (bus, _, own) =>
        {
            await using var forged = bus.NewClient(Regex.Replace(bus.ConnectionString, "SharedAccessKey=[^;]+", "SharedAccessKey=d3Jvbmc="));
            await Expect.FailureAsync<UnauthorizedAccessException>("InvalidSignature", () => forged.CreateSender(own).SendMessageAsync(new("x")));
            await Expect.FailureAsync<UnauthorizedAccessException>("InvalidSignature", () => forged.CreateReceiver(own).PeekMessageAsync());
        },
        ["an unknown queue"] = async (_, client, own) =>
        {
            var reason = ServiceBusFailureReason.MessagingEntityNotFound;
            await Expect.ReasonAsync(reason, () => client.CreateSender("no-such-queue").SendMessageAsync(new("x")));
            await Expect.ReasonAsync(reason, () => client.CreateReceiver("no-such-queue").ReceiveMessageAsync());
            await Expect.ReasonAsync(reason, () => client.CreateReceiver("no-such-queue").PeekMessageAsync());
        },
        ["a message that is too large"] = async (_, client, own) =>
        {
            await using var sender = client.CreateSender(own);
            await using var receiver = client.CreateReceiver(own);
            await Expect.ReasonAsync(ServiceBusFailureReason.MessageSizeExceeded, () => sender.SendMessageAsync(new(new byte[256 * 1024 + 1])));
            await sender.SendMessageAsync(new(new byte[255 * 1024]));
            var message = await Expect.OneAsync(receiver);
            Expect.Equal(255 * 1024, message.Body.ToMemory().Length);
            await receiver.CompleteMessageAsync(message);
        },
        ["a lock that ran out"] = async (bus, client, own) =>
        {
            await client.CreateSender(own).SendMessageAsync(new("x"));
            await using var receiver = client.CreateReceiver(own);
            var late = await Expect.OneAsync(receiver);
            await bus.ControlAsync("/faults/expire-locks", new { queue = own });
            foreach (var settle in new Func<Task>[]
            {
                () => receiver.CompleteMessageAsync(late),
                () => receiver.AbandonMessageAsync(late),
                () => receiver.DeadLetterMessageAsync(late, "reason"),
                () => receiver.RenewMessageLockAsync(late),
            })
            {
                await Expect.ReasonAsync(ServiceBusFailureReason.MessageLockLost, settle);
            }
            var message = await Expect.OneAsync(receiver);
            Expect.Equal(2, message.DeliveryCount);
            await receiver.CompleteMessageAsync(message);
        },
        ["what is not offered, by its name"] = async (_, client, own) =>
        {
            await client.CreateSender(own).SendMessageAsync(new("x"));
            await using var receiver = client.CreateReceiver(own);
            var message = await Expect.OneAsync(receiver);
            await NotOfferedAsync("sessions", () => client.AcceptSessionAsync(own, "s"));
            await NotOfferedAsync("sessions", () => client.AcceptNextSessionAsync(own));
            await NotOfferedAsync("topics and subscriptions", () => client.CreateReceiver("topic", "subscription").ReceiveMessageAsync());
            await NotOfferedAsync("deferral of messages", () => receiver.DeferMessageAsync(message));
            await NotOfferedAsync("deferral of messages", () => receiver.ReceiveDeferredMessageAsync(message.SequenceNumber));
            await NotOfferedAsync("transactions", async () =>
            {
                using var scope = new TransactionScope(TransactionScopeAsyncFlowOption.Enabled);
                await client.CreateSender(own).SendMessageAsync(new("within a transaction"));
                scope.Complete();
            });
            await receiver.CompleteMessageAsync(message);
            await Expect.EmptyAsync(receiver);
        },
    };

    static Task NotOfferedAsync(string feature, Func<Task> act) =>
        Expect.FailureAsync<NotSupportedException>($"does not offer {feature}", act);
}
