using System.Text;
using System.Text.Json;
using CustomerIo.Resilience.Api;
using CustomerIo.Resilience.Testing;
using CustomerIo.Resilience.Tests.Support;

namespace CustomerIo.Resilience.Tests.Operations;

/// <summary>Every operation of the App API client, over a socket.</summary>
public sealed class ApiOperationTests
{
    // As the App API reference shows them; a cursor of 0 ends the list.
    private static readonly DateTimeOffset Soon = TimeProvider.System.GetUtcNow().AddDays(2);

    [Fact]
    public async Task A_message_of_each_channel_is_sent()
    {
        await using Workbench bench = await Workbench.StartAsync();
        ITransactionalApi send = bench.Get<IApiClient>().Transactional;
        PersonId ada = PersonId.Email("ada@example.com");

        EmailAttachments attachments = new();
        attachments.Add("a.txt", "hello"u8.ToArray());

        SendReceipt[] receipts =
        [
            await send.SendEmailAsync(new()
            {
                Person = ada,
                TransactionalMessageId = 5,
                To = "ada@example.com",
                MessageData = new() { ["total"] = 9.5m },
                SendAt = Soon,
                Headers = new Dictionary<string, string> { ["X-Order"] = "1" },
                Attachments = attachments,
            }),
            await send.SendEmailAsync(new()
            {
                Person = "ada", To = "ada@example.com", From = "shop@example.com", Subject = "Hi", Body = "<p>Hi</p>",
            }),
            await send.SendPushAsync(
                new() { Person = PersonId.CioId("0301"), TransactionalMessageId = "receipt", To = "last_used" }),
            await send.SendSmsAsync(new() { Person = "ada", TransactionalMessageId = 6, To = "+15551234567" }),
            await send.SendWhatsAppAsync(new() { Person = "ada", TransactionalMessageId = 7, To = "+15551234567" }),
            await send.SendInAppAsync(new() { Person = "ada", TransactionalMessageId = 8 }),
            await send.SendInboxMessageAsync(new() { Person = "ada", TransactionalMessageId = 9 }),
        ];

        SentMessage[] sent = [.. bench.Simulator.SentMessages];
        sent.Select(message => message.Channel).ShouldBe(
            ["email", "email", "push", "sms", "whatsapp", "in_app", "inbox_message"]);
        receipts.Select(receipt => receipt.DeliveryId).ShouldBe(sent.Select(message => message.DeliveryId));
        receipts.ShouldAllBe(receipt => receipt.QueuedAt != null);
        receipts[0].SendAt!.Value.ToUnixTimeSeconds().ShouldBe(Soon.ToUnixTimeSeconds());
        (sent[0].Person, sent[0].To, sent[0].TransactionalMessageId)
            .ShouldBe((PersonKey.Email("ada@example.com"), "ada@example.com", "5"));
        sent[0].MessageData.GetProperty("total").GetDecimal().ShouldBe(9.5m);
        sent[0].Body.GetProperty("attachments").GetProperty("a.txt").GetString().ShouldBe("aGVsbG8=");
        sent[0].Body.GetProperty("headers").GetRawText().ShouldBe("""{"X-Order":"1"}""");
        sent[1].Body.GetProperty("subject").GetString().ShouldBe("Hi");
        (sent[2].Person, sent[2].TransactionalMessageId).ShouldBe((PersonKey.CioId("0301"), "receipt"));
    }

    [Fact]
    public async Task A_broadcast_is_triggered_for_each_kind_of_audience()
    {
        await using Workbench bench = await Workbench.StartAsync(
            options => options.RateLimits.BroadcastInterval = TimeSpan.FromMilliseconds(1));
        IBroadcastsApi broadcasts = bench.Get<IApiClient>().Broadcasts;
        await bench.Client.IdentifyAsync("ada", new() { ["email"] = "ada@example.com", ["plan"] = "basic" });
        await bench.Client.IdentifyAsync("bob", new() { ["plan"] = "pro" });
        BroadcastRecipients[] audiences =
        [
            BroadcastRecipients.Default,
            BroadcastRecipients.Ids(["ada", "nobody"]),
            BroadcastRecipients.Emails(["ada@example.com"]),
            BroadcastRecipients.Matching(AudienceFilter.And(
                AudienceFilter.AttributeExists("plan"),
                AudienceFilter.Not(AudienceFilter.AttributeEquals("plan", "pro")))),
            BroadcastRecipients.PerUser([new BroadcastPerson("ada") { Data = new() { ["n"] = 1 } }]),
            BroadcastRecipients.DataFile(new Uri("https://example.com/people.jsonl")),
        ];

        List<long> ids = [];
        foreach (BroadcastRecipients audience in audiences)
        {
            BroadcastTriggerReceipt receipt = await broadcasts.TriggerAsync(
                3,
                new BroadcastTrigger { Recipients = audience, Data = new() { ["headline"] = "Hi" }, IdIgnoreMissing = false });
            ids.Add(receipt.Id);
        }

        TriggeredBroadcast[] triggered = [.. bench.Simulator.Broadcasts];
        triggered.Select(one => one.TriggerId).ShouldBe(ids);
        triggered.ShouldAllBe(one => one.BroadcastId == 3);
        triggered.ShouldAllBe(one => one.Data.GetProperty("headline").GetString() == "Hi");
        triggered.Select(one => one.Audience).ShouldBeUnique();
        triggered[3].Recipients.Count.ShouldBe(1);
        BroadcastTriggerStatus status = await broadcasts.GetTriggerStatusAsync(3, ids[1]);
        (status.Id, status.BroadcastId).ShouldBe((ids[1], 3));
        status.ProcessedAt.ShouldNotBeNull();
        (await broadcasts.ListTriggersAsync(3)).Select(one => one.Id).ShouldBe(ids);
        (await ListAsync(broadcasts.GetTriggerErrorsAsync(3, ids[0]))).ShouldBeEmpty();
    }

    [Fact]
    public async Task People_are_found_and_read()
    {
        await using Workbench bench = await Workbench.StartAsync();
        ICustomersApi customers = bench.Get<IApiClient>().Customers;
        await bench.Client.IdentifyAsync("ada/1", new() { ["email"] = "ada+1@example.com", ["plan"] = "basic" });
        await bench.Client.AddDeviceAsync("ada/1", new Device("token", DevicePlatform.IOS));
        await bench.Client.IdentifyAsync("bob", new() { ["plan"] = "pro" });

        PersonIdentifiers found = (await customers.FindByEmailAsync("ADA+1@example.com")).ShouldHaveSingleItem();
        CustomerProfile byId = await customers.GetAttributesAsync("ada/1");
        CustomerProfile byEmail = await customers.GetAttributesAsync(PersonId.Email("ada+1@example.com"));
        CustomerProfile byCioId = await customers.GetAttributesAsync(PersonId.CioId(found.CioId!));
        IReadOnlyList<CustomerProfile> both = await customers.GetAttributesAsync(
            [PersonId.Id("ada/1"), "bob", "nobody"]);

        (found.Id, found.Email).ShouldBe(("ada/1", "ada+1@example.com"));
        foreach (CustomerProfile profile in (CustomerProfile[])[byId, byEmail, byCioId])
        {
            profile.Identifiers!.CioId.ShouldBe(found.CioId);
            profile.Attributes!["plan"].ToString().ShouldBe("basic");
            profile.Devices!.ShouldHaveSingleItem().Id.ShouldBe("token");
            profile.Unsubscribed.ShouldBe(false);
        }

        both.Select(profile => profile.Attributes!["plan"].ToString()).ShouldBe(["basic", "pro"]);
        (await customers.FindByEmailAsync("nobody@example.com")).ShouldBeEmpty();
    }

    [Fact]
    public async Task People_are_searched_page_by_page()
    {
        await using Workbench bench = await Workbench.StartAsync();
        ICustomersApi customers = bench.Get<IApiClient>().Customers;
        for (int number = 0; number < 25; number++)
        {
            bench.Tracker.EnqueueIdentify($"person-{number}", new() { ["plan"] = number % 5 == 0 ? "pro" : "basic" });
        }

        await bench.Client.FlushAsync();
        AudienceFilter basic = AudienceFilter.AttributeEquals("plan", "basic");

        List<PersonIdentifiers> all = await ListAsync(customers.SearchAsync(basic, pageSize: 7));
        ApiPage<PersonIdentifiers> page = await customers.SearchPageAsync(basic, limit: 3);
        ApiPage<PersonIdentifiers> next = await customers.SearchPageAsync(basic, page.Next, 3);

        all.Count.ShouldBe(20);
        all.Select(one => one.Id).ShouldBeUnique();
        page.Items.Concat(next.Items).Select(one => one.Id).ShouldBe(all.Take(6).Select(one => one.Id));
        bench.Simulator.Requests.Count(request => request.Path == "/v1/customers").ShouldBe(5);
    }

    [Fact]
    public async Task What_hangs_on_a_person_is_read()
    {
        await using Workbench bench = await Workbench.StartAsync();
        IApiClient api = bench.Get<IApiClient>();
        int segment = bench.Simulator.AddSegment("beta").Id;
        await bench.Client.IdentifyAsync("ada", new()
        {
            ["cio_subscription_preferences"] = new Dictionary<string, object?>
            {
                ["topics"] = new Dictionary<string, object?> { ["topic_1"] = true, ["topic_2"] = false },
            },
        });
        await bench.Client.TrackAsync("ada", "bought", new() { ["n"] = 1 });
        await bench.Client.IdentifyObjectAsync(ObjectId.Of(1, "acme"), people: [new("ada")]);
        await bench.Get<ITrackClient>().AddToSegmentAsync(segment, ["ada"]);
        SendReceipt receipt = await api.Transactional.SendInAppAsync(
            new() { Person = "ada", TransactionalMessageId = 1 });

        CustomerActivity activity = (await ListAsync(api.Customers.ListActivitiesAsync("ada"))).ShouldHaveSingleItem();
        CustomerMessage message = (await ListAsync(api.Customers.ListMessagesAsync("ada"))).ShouldHaveSingleItem();
        CustomerRelationship relationship = (await ListAsync(api.Customers.ListRelationshipsAsync("ada")))
            .ShouldHaveSingleItem();
        Segment member = (await api.Customers.GetSegmentsAsync("ada")).ShouldHaveSingleItem();
        SubscriptionPreferences preferences = await api.Customers.GetSubscriptionPreferencesAsync("ada");

        (activity.Type, activity.Name).ShouldBe(("event", "bought"));
        activity.Data!.Value.GetProperty("n").GetInt32().ShouldBe(1);
        message.Id.ShouldBe(receipt.DeliveryId);
        (relationship.ObjectTypeId, relationship.Identifiers!.ObjectId).ShouldBe(("1", "acme"));
        member.Id.ShouldBe(segment);
        preferences.Unsubscribed.ShouldBe(false);
        preferences.Topics!.Select(topic => topic.Subscribed).ShouldBe([true, false], ignoreOrder: true);
    }

    [Fact]
    public async Task Segments_are_made_counted_listed_and_deleted()
    {
        await using Workbench bench = await Workbench.StartAsync();
        ISegmentsApi segments = bench.Get<IApiClient>().Segments;

        Segment made = await segments.CreateAsync("beta", "People who try things");
        string[] ids = [.. Enumerable.Range(0, 12).Select(number => $"person-{number}")];
        Array.ForEach(ids, id => bench.Tracker.EnqueueIdentify(id));
        await bench.Client.FlushAsync();
        await bench.Get<ITrackClient>().AddToSegmentAsync((int)made.Id, ids);

        Segment read = await segments.GetAsync(made.Id);
        (read.Id, read.Name, read.Description, read.Type)
            .ShouldBe((made.Id, "beta", "People who try things", "manual"));
        (await segments.ListAsync()).ShouldHaveSingleItem().Name.ShouldBe("beta");
        (await segments.GetCustomerCountAsync(made.Id)).ShouldBe(12);
        List<PersonIdentifiers> members = await ListAsync(segments.ListMembersAsync(made.Id, pageSize: 5));
        members.Select(member => member.Id).ShouldBe(ids, ignoreOrder: true);
        (await segments.GetUsedByAsync(made.Id)).Campaigns.ShouldBeEmpty();

        await segments.DeleteAsync(made.Id);
        (await segments.ListAsync()).ShouldBeEmpty();
        bench.Simulator.Segment((int)made.Id).ShouldBeNull();
    }

    [Fact]
    public async Task Exports_are_made_listed_and_downloaded_by_a_link_without_credentials()
    {
        await using Workbench bench = await Workbench.StartAsync();
        IExportsApi exports = bench.Get<IApiClient>().Exports;
        await bench.Client.IdentifyAsync("ada", new() { ["plan"] = "basic" });
        (await exports.ListAsync()).ShouldBeEmpty();

        Export people = await exports.CreateCustomersExportAsync(AudienceFilter.AttributeExists("plan"), ["plan"]);
        Export deliveries = await exports.CreateDeliveriesExportAsync(
            new DeliveriesExport(DeliveriesSource.Campaign(3)) { Start = Soon.AddDays(-30), End = Soon });

        Export read = await exports.GetAsync(people.Id);
        (read.Status, read.Failed, read.Total).ShouldBe(("done", false, 1));
        (await exports.ListAsync()).Select(export => export.Id).ShouldBe([people.Id, deliveries.Id], ignoreOrder: true);
        using MemoryStream file = new();
        await exports.DownloadAsync(people.Id, file);
        Encoding.UTF8.GetString(file.ToArray()).ShouldContain("ada");
        RecordedRequest download = bench.Simulator.Requests[^1];
        download.Path.ShouldStartWith("/exports/");
        download.Headers.Keys.ShouldNotContain("Authorization");
    }

    [Fact]
    public async Task What_has_no_method_is_called_by_path()
    {
        await using Workbench bench = await Workbench.StartAsync();
        IApiClient api = bench.Get<IApiClient>();

        JsonElement made = await api.SendAsync(
            HttpMethod.Post, "/v1/segments", """{"segment":{"name":"beta"}}"""u8.ToArray());
        JsonElement listed = await api.SendAsync(HttpMethod.Get, "/v1/segments");
        CustomerIoException missing = await Should.ThrowAsync<CustomerIoException>(
            api.Campaigns.GetAsync("7/metrics?res=days"));

        made.GetProperty("segment").GetProperty("name").GetString().ShouldBe("beta");
        listed.GetProperty("segments").GetArrayLength().ShouldBe(1);
        missing.Reason.ShouldBe(CustomerIoErrorReason.NotFound);
        RecordedRequest request = bench.Simulator.Requests[^1];
        (request.Path, request.Query).ShouldBe(("/v1/campaigns/7/metrics", "res=days"));
    }

    private static async Task<List<T>> ListAsync<T>(IAsyncEnumerable<T> items)
    {
        List<T> list = [];
        await foreach (T item in items)
        {
            list.Add(item);
        }

        return list;
    }
}
