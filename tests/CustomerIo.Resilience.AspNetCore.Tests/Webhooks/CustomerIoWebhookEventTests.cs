using System.Text;
using System.Text.Json;
using CustomerIo.Resilience.AspNetCore.Tests.Webhooks.Support;

namespace CustomerIo.Resilience.AspNetCore.Tests.Webhooks;

public sealed class CustomerIoWebhookEventTests
{
    // Every field of the vendor's document at once; each class takes what is its own.
    private const string AllData =
        """
        {
          "identifiers":{"id":"42","email":"test@example.com","cio_id":"d9c106000001"},
          "customer_id":"0200000001","email_address":"other@example.com",
          "delivery_id":"RPILAgUB","campaign_id":5,"broadcast_id":9,"newsletter_id":10,"content_id":3,
          "transactional_message_id":"receipt","action_id":42,"parent_action_id":1,"journey_id":"01GW20GX",
          "trigger_id":7,"trigger_event_id":"21E4C3CT","recipient":"+15551234567","subject":"Hello",
          "recipients":[
            {"device_id":"token-1","device_platform":"ios","failure_message":"Gone"},
            "no device",
            {"device_id":"token-2"}],
          "failure_message":"Something went wrong!","content":"{\"topics\":{\"topic_1\":true,\"topic_2\":false,\"x\":1}}",
          "headers":{"Customheader1":["one","two"],"Single":"three"},
          "href":"https://docs.customer.io","link_id":1,"machine":true,"tracked_response":"Yes",
          "proxied":true,"prefetched":false,"synthetic":true,"inbound_event_id":"in-1","to":"+15557654321"
        }
        """;

    private static readonly string[] Everywhere = ["drafted", "attempted", "sent", "failed", "undeliverable"];

    private static readonly Dictionary<string, string[]> Documented = new()
    {
        ["email"] =
            ["delivered", "opened", "clicked", "converted", "unsubscribed", "bounced", "dropped", "spammed", "deferred"],
        ["push"] = ["delivered", "opened", "clicked", "converted", "bounced", "dropped"],
        ["sms"] = ["delivered", "clicked", "converted", "bounced", "replied"],
        ["whatsapp"] = ["delivered", "opened", "clicked", "converted", "bounced", "dropped", "replied"],
        ["slack"] = ["clicked"],
        ["webhook"] = ["clicked"],
        ["in_app"] = ["opened", "clicked", "converted"],
    };

    public static TheoryData<string, string> MessageEvents =>
        [.. Documented.SelectMany(channel => channel.Value.Concat(Everywhere).Select(metric => (channel.Key, metric)))];

    [Theory]
    [MemberData(nameof(MessageEvents))]
    public void Every_documented_message_event_has_the_class_of_its_metric(string channel, string metric)
    {
        MessageWebhookEvent read = Read(channel, metric).ShouldBeAssignableTo<MessageWebhookEvent>()!;

        read.GetType().Name.ShouldBe($"Message{char.ToUpperInvariant(metric[0])}{metric[1..]}");
        read.Metric.ShouldBe(metric);
        read.ObjectType.ShouldBe(channel);
        read.Channel.ToString().ToLowerInvariant()
            .ShouldBe(channel.Replace("_", string.Empty, StringComparison.Ordinal));
        read.EventId.ShouldBe(Bodies.Id);
        read.Timestamp.ShouldBe(DateTimeOffset.FromUnixTimeSeconds(1_613_063_089));
        read.Recipient.ShouldBe("+15551234567");
        read.Subject.ShouldBe("Hello");
    }

    [Theory]
    [InlineData("subscribed", typeof(CustomerSubscribed))]
    [InlineData("unsubscribed", typeof(CustomerUnsubscribed))]
    [InlineData("cio_subscription_preferences_changed", typeof(SubscriptionPreferencesChanged))]
    public void Every_documented_event_about_a_person_has_its_class(string metric, Type type)
    {
        CustomerIoWebhookEvent read = Read("customer", metric);

        read.ShouldBeOfType(type);
        read.Channel.ShouldBe(MessageChannel.None);
        read.Person.EmailAddress.ShouldBe("other@example.com");
    }

    [Fact]
    public void Whom_and_which_message_it_is_about_is_there_for_every_event()
    {
        CustomerIoWebhookEvent read = Read("hologram", "beamed");

        read.GetType().ShouldBe(typeof(CustomerIoWebhookEvent));
        (read.Person.Id, read.Person.Email, read.Person.CioId, read.Person.CustomerId)
            .ShouldBe(("42", "test@example.com", "d9c106000001", "0200000001"));
        WebhookDelivery delivery = read.Delivery;
        (delivery.Id, delivery.CampaignId, delivery.BroadcastId, delivery.NewsletterId, delivery.ContentId)
            .ShouldBe(("RPILAgUB", 5, 9, 10, 3));
        (delivery.TransactionalMessageId, delivery.ActionId, delivery.ParentActionId, delivery.JourneyId)
            .ShouldBe(("receipt", 42, 1, "01GW20GX"));
        (delivery.TriggerId, delivery.TriggerEventId).ShouldBe((7, "21E4C3CT"));
    }

    [Fact]
    public void A_metric_has_the_fields_that_are_its_own()
    {
        MessageSent sent = (MessageSent)Read("email", "sent");
        sent.Content.ShouldNotBeNull().ShouldContain("topics");
        sent.Headers["customheader1"].ShouldBe(["one", "two"]);
        sent.Headers["Single"].ShouldBe(["three"]);

        MessageOpened opened = (MessageOpened)Read("email", "opened");
        (opened.IsProxied, opened.IsPrefetched, opened.IsSynthetic).ShouldBe((true, false, true));

        MessageClicked clicked = (MessageClicked)Read("in_app", "clicked");
        (clicked.Href, clicked.LinkId, clicked.IsMachine, clicked.TrackedResponse)
            .ShouldBe(("https://docs.customer.io", 1, true, "Yes"));

        MessageReplied replied = (MessageReplied)Read("sms", "replied");
        (replied.InboundEventId, replied.To).ShouldBe(("in-1", "+15557654321"));

        SubscriptionPreferencesChanged changed =
            (SubscriptionPreferencesChanged)Read("email", "cio_subscription_preferences_changed");
        changed.Topics.ShouldBe(new Dictionary<string, bool> { ["topic_1"] = true, ["topic_2"] = false });
        changed.Content.ShouldBe("{\"topics\":{\"topic_1\":true,\"topic_2\":false,\"x\":1}}");
    }

    [Theory]
    [InlineData("attempted")]
    [InlineData("bounced")]
    [InlineData("deferred")]
    [InlineData("dropped")]
    [InlineData("failed")]
    [InlineData("undeliverable")]
    public void What_did_not_arrive_says_why(string metric) =>
        Read("email", metric).ShouldBeAssignableTo<MessageFailureWebhookEvent>()!
            .FailureMessage.ShouldBe("Something went wrong!");

    [Fact]
    public void A_push_notification_names_its_devices()
    {
        MessageBounced bounced = (MessageBounced)Read("push", "bounced");

        bounced.Recipients.Select(device => (device.Id, device.Platform, device.FailureMessage))
            .ShouldBe([("token-1", "ios", "Gone"), ("token-2", null, null)]);
    }

    [Theory]
    [InlineData("email", """{"delivery_id":"a"}""", typeof(MessageUnsubscribed))]
    [InlineData("email", """{"customer_id":"a"}""", typeof(CustomerUnsubscribed))]
    [InlineData("customer", """{"delivery_id":"a"}""", typeof(CustomerUnsubscribed))]
    [InlineData("customer", "{}", typeof(CustomerUnsubscribed))]
    public void To_unsubscribe_is_about_a_message_only_if_it_names_one(string objectType, string data, Type type) =>
        Parse(Bodies.Of(objectType, "unsubscribed", data)).ShouldBeOfType(type);

    [Fact]
    public void A_subscription_that_an_email_led_to_is_about_the_person()
    {
        CustomerIoWebhookEvent read = Parse(Bodies.Of("email", "subscribed"));

        read.ShouldBeOfType<CustomerSubscribed>();
        read.Channel.ShouldBe(MessageChannel.Email);
    }

    [Fact]
    public void The_documents_slip_of_object_type_is_understood()
    {
        CustomerIoWebhookEvent read = Parse(
            """{"event_id":"a","object_type_type":"email","metric":"cio_subscription_preferences_changed","data":{}}""");

        read.ShouldBeOfType<SubscriptionPreferencesChanged>();
        read.ObjectType.ShouldBe("email");
        read.Channel.ShouldBe(MessageChannel.Email);
    }

    [Fact]
    public void A_drafted_push_that_is_called_attempted_has_no_failure()
    {
        CustomerIoWebhookEvent read = Parse(Bodies.Of("push", "attempted", """{"delivery_id":"a"}"""));

        read.ShouldBeOfType<MessageAttempted>().FailureMessage.ShouldBeNull();
    }

    [Theory]
    [InlineData("email", "hovered")]
    [InlineData("hologram", "sent")]
    [InlineData("customer", "sent")]
    [InlineData("customer", "renamed")]
    public void What_is_unknown_comes_raw(string objectType, string metric)
    {
        CustomerIoWebhookEvent read = Parse(Bodies.Of(objectType, metric, """{"height":12}"""));

        read.GetType().ShouldBe(typeof(CustomerIoWebhookEvent));
        (read.ObjectType, read.Metric).ShouldBe((objectType, metric));
        read.Data.GetProperty("height").GetInt32().ShouldBe(12);
        read.Raw.GetProperty("metric").GetString().ShouldBe(metric);
    }

    [Theory]
    [InlineData("""{"event_id":"a","metric":"clicked","object_type":"email"}""")]
    [InlineData("""{"event_id":"a","metric":"clicked","object_type":"email","timestamp":"x","data":[1]}""")]
    [InlineData("""{"event_id":"a","metric":"clicked","object_type":"email","timestamp":1e300,"data":null}""")]
    [InlineData("""{"event_id":"a","metric":"clicked","object_type":"email","timestamp":9223372036854775807,"data":"{}"}""")]
    [InlineData(
        """
        {"event_id":"a","metric":"clicked","object_type":"email","timestamp":{},"data":{
          "identifiers":"x","recipient":{},"recipients":{},"link_id":"x","href":["x"],"machine":"yes","subject":"\ud800",
          "\ud800 is no name, and quite a long one at that":1,"delivery_id":null,"campaign_id":1.5}}
        """)]
    public void A_field_of_an_unexpected_type_is_null_and_stays_readable_raw(string body)
    {
        MessageClicked read = Parse(body).ShouldBeOfType<MessageClicked>();

        read.Timestamp.ShouldBeNull();
        read.Recipient.ShouldBeNull();
        read.Recipients.ShouldBeEmpty();
        read.Subject.ShouldBeNull();
        (read.LinkId, read.Href, read.IsMachine, read.Person.Id).ShouldBe((null, null, null, null));
        (read.Delivery.Id, read.Delivery.CampaignId).ShouldBe((null, null));
        read.Raw.GetRawText().ShouldBe(body.Trim());
    }

    [Theory]
    [InlineData("email", "sent")]
    [InlineData("email", "cio_subscription_preferences_changed")]
    [InlineData("push", "bounced")]
    public void Members_of_another_form_are_left_out(string objectType, string metric)
    {
        const string data = """{"headers":{"a":1,"b":[1,null,"c"],"d":{}},"content":"{\"topics\":[]} x","recipients":[1]}""";

        CustomerIoWebhookEvent read = Parse(Bodies.Of(objectType, metric, data));

        (read as SubscriptionPreferencesChanged)?.Topics.ShouldBeEmpty();
        (read as MessageSent)?.Headers["b"].ShouldBe(["1", "c"]);
        (read as MessageSent)?.Headers["d"].ShouldBeEmpty();
        (read as MessageWebhookEvent)?.Recipients.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("\"42\"", 42L)]
    [InlineData("42", 42L)]
    [InlineData("\"x\"", null)]
    [InlineData("99999999999999999999", null)]
    public void A_number_may_be_a_text(string value, long? number) =>
        Parse(Bodies.Of("email", "sent", $$"""{"campaign_id":{{value}}}""")).Delivery.CampaignId.ShouldBe(number);

    [Fact]
    public void A_text_may_be_a_number() =>
        Parse(Bodies.Of("email", "sent", """{"transactional_message_id":44}"""))
            .Delivery.TransactionalMessageId.ShouldBe("44");

    [Fact]
    public void Invalid_utf8_in_a_field_is_no_text_and_no_exception()
    {
        byte[] body = Encoding.UTF8.GetBytes(Bodies.Of("email", "sent", """{"subject":"?"}"""));
        body[Array.IndexOf(body, (byte)'?')] = 0xff;

        CustomerIoWebhookEvent.Parse(body).ShouldBeOfType<MessageSent>().Subject.ShouldBeNull();
    }

    [Fact]
    public void An_event_outlives_the_bytes_it_was_read_from()
    {
        byte[] body = Encoding.UTF8.GetBytes(Bodies.Sent());
        CustomerIoWebhookEvent read = CustomerIoWebhookEvent.Parse(body);

        body.AsSpan().Clear();

        read.Data.GetProperty("recipient").GetString().ShouldBe("test@example.com");
        read.Raw.GetProperty("event_id").GetString().ShouldBe(Bodies.Id);
    }

    [Fact]
    public void Data_that_is_missing_is_undefined() =>
        Parse("""{"event_id":"a","metric":"b"}""").Data.ValueKind.ShouldBe(JsonValueKind.Undefined);

    [Theory]
    [InlineData("", "The body is not JSON.")]
    [InlineData("{} {}", "The body is not JSON.")]
    [InlineData("[]", "The body is JSON of kind Array; an object is expected.")]
    [InlineData("{}", "The body has no event_id.")]
    [InlineData("""{"event_id":"a"}""", "The body has no metric.")]
    public void What_is_no_event_says_why(string body, string problem)
    {
        Should.Throw<FormatException>(() => Parse(body)).Message.ShouldBe(problem);
        CustomerIoWebhookEvent.TryParse(Encoding.UTF8.GetBytes(body), out CustomerIoWebhookEvent? read).ShouldBeFalse();
        read.ShouldBeNull();
    }

    private static CustomerIoWebhookEvent Read(string objectType, string metric) =>
        Parse(Bodies.Of(objectType, metric, AllData));

    private static CustomerIoWebhookEvent Parse(string body) =>
        CustomerIoWebhookEvent.Parse(Encoding.UTF8.GetBytes(body));
}
