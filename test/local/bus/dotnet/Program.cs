// Plays the scenarios one after the other; prints one JSON line for each. Arguments: connection string, control URL.
using System.Text.Json;
using Azure.Messaging.ServiceBus;

var bus = new Bus(args[0], args[1]);
var count = 0;
foreach (var (scenario, play) in Scenarios.All.Concat(Refusals.All))
{
    var own = $"scenario-{count++}";
    string? failure = null;
    try
    {
        await using var client = bus.NewClient();
        await play(bus, client, own).WaitAsync(TimeSpan.FromSeconds(30));
    }
    catch (Exception error)
    {
        failure = error.ToString();
    }
    Console.WriteLine(JsonSerializer.Serialize(new { scenario, failure }));
}

/// <summary>Plays against the bus; <c>own</c> is a queue that no other scenario uses.</summary>
delegate Task Scenario(Bus bus, ServiceBusClient client, string own);

/// <summary>The broker under test, and what the scenarios do again and again.</summary>
record Bus(string ConnectionString, string ControlUrl)
{
    static readonly HttpClient Http = new();

    public ServiceBusClient NewClient(string? connectionString = null) =>
        new(connectionString ?? ConnectionString, new ServiceBusClientOptions
        {
            RetryOptions = new() { TryTimeout = TimeSpan.FromSeconds(5), MaxRetries = 2, Delay = TimeSpan.FromMilliseconds(100) },
        });

    public async Task ControlAsync(string path, object body)
    {
        using var content = new StringContent(JsonSerializer.Serialize(body));
        (await Http.PostAsync(ControlUrl + path, content)).EnsureSuccessStatusCode();
    }
}

static class Expect
{
    public static async Task<ServiceBusReceivedMessage> OneAsync(ServiceBusReceiver receiver) =>
        await receiver.ReceiveMessageAsync(TimeSpan.FromSeconds(10)) ?? throw new Exception($"no message came from {receiver.EntityPath}");

    public static void Equal(object? wanted, object? got)
    {
        if (!Equals(wanted, got)) throw new Exception($"wanted '{wanted}', got '{got}'");
    }

    public static async Task EmptyAsync(ServiceBusReceiver receiver) => Equal(null, await receiver.PeekMessageAsync(0));

    public static async Task ReasonAsync(ServiceBusFailureReason wanted, Func<Task> act)
    {
        try
        {
            await act();
        }
        catch (ServiceBusException error)
        {
            Equal(wanted, error.Reason);
            return;
        }
        throw new Exception($"it did not fail with {wanted}");
    }

    public static async Task FailureAsync<Failure>(string text, Func<Task> act) where Failure : Exception
    {
        try
        {
            await act();
        }
        catch (Failure error) when (error.Message.Contains(text))
        {
            return;
        }
        throw new Exception($"it did not fail with '{text}'");
    }
}
