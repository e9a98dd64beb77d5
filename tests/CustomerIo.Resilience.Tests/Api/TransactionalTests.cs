using CustomerIo.Resilience.Api;
using CustomerIo.Resilience.Http;

namespace CustomerIo.Resilience.Tests.Api;

public sealed class TransactionalTests : ApiTestBase
{
    private static readonly DateTimeOffset Tomorrow = FixedTime.Now.AddDays(1);

    [Fact]
    public async Task An_email_has_every_field_of_the_reference()
    {
        EmailAttachments attachments = new();
        attachments.Add("a.txt", "hello"u8.ToArray());

        await Client.Transactional.SendEmailAsync(new SendEmailRequest
        {
            Person = PersonId.Email("a@b.c"),
            To = "a@b.c",
            TransactionalMessageId = 44,
            Cc = "c@b.c",
            Bcc = "d@b.c",
            FakeBcc = false,
            From = "f@b.c",
            ReplyTo = "r@b.c",
            Subject = "Hello",
            Preheader = "you",
            Body = "<p>",
            BodyPlain = "p",
            BodyAmp = "<amp>",
            Headers = new Dictionary<string, string> { ["X-Own"] = "1" },
            Attachments = attachments,
            DisableCssPreprocessing = true,
            Tracked = false,
            SendToUnsubscribed = false,
            MessageData = new() { ["total"] = 12 },
            SendAt = Tomorrow,
            QueueDraft = true,
            AutoCreate = true,
            DisableMessageRetention = true,
            Language = "de",
        });

        ShouldBe(
            "POST /v1/send/email",
            """
            {"transactional_message_id":44,"to":"a@b.c","cc":"c@b.c","bcc":"d@b.c","fake_bcc":false,"from":"f@b.c",
            "reply_to":"r@b.c","subject":"Hello","preheader":"you","body":"<p>","body_plain":"p","body_amp":"<amp>",
            "headers":{"X-Own":"1"},"attachments":{"a.txt":"aGVsbG8="},"disable_css_preprocessing":true,"tracked":false,
            "send_to_unsubscribed":false,"identifiers":{"email":"a@b.c"},"message_data":{"total":12},
            "send_at":1700086400,"queue_draft":true,"auto_create":true,"disable_message_retention":true,"language":"de"}
            """.ReplaceLineEndings(string.Empty),
            ApiSurface.AppSend,
            Repetition.OnlyIfNotTaken);
    }

    [Fact]
    public async Task A_push_has_every_field_of_the_reference()
    {
        await Client.Transactional.SendPushAsync(new SendPushRequest
        {
            Person = "42",
            TransactionalMessageId = "pwdreset",
            To = "last_used",
            Title = "t",
            Message = "m",
            ImageUrl = "https://i",
            Link = "app://l",
            Sound = "default",
            CustomData = new() { ["a"] = "b" },
            CustomDevice = new Device("token", DevicePlatform.IOS),
            CustomPayload = new() { ["ios"] = new Dictionary<string, object?> { ["aps"] = 1 } },
            SendToUnsubscribed = true,
        });

        ShouldBe(
            "POST /v1/send/push",
            """
            {"transactional_message_id":"pwdreset","to":"last_used","title":"t","message":"m","image_url":"https://i",
            "link":"app://l","sound":"default","custom_data":{"a":"b"},"custom_device":{"token":"token","platform":"ios"},
            "custom_payload":{"ios":{"aps":1}},"send_to_unsubscribed":true,"identifiers":{"id":"42"}}
            """.ReplaceLineEndings(string.Empty),
            ApiSurface.AppSend,
            Repetition.OnlyIfNotTaken);
    }

    [Fact]
    public async Task Sms_and_whatsapp_have_the_same_fields_and_paths_of_their_own()
    {
        await Client.Transactional.SendSmsAsync(new SendSmsRequest
        {
            Person = "42", TransactionalMessageId = 3, To = "+1415", From = "+1", Tracked = true,
        });
        await Client.Transactional.SendWhatsAppAsync(new SendWhatsAppRequest
        {
            Person = "42", TransactionalMessageId = 3, To = "+1415", From = "+1", Tracked = true,
        });

        ShouldHaveCalled("POST /v1/send/sms", "POST /v1/send/whatsapp");
        foreach (HttpCall call in Http.Calls)
        {
            call.Body.ToArray().ShouldBe(
                """{"transactional_message_id":3,"to":"+1415","from":"+1","tracked":true,"identifiers":{"id":"42"}}"""u8.ToArray());
        }
    }

    [Fact]
    public async Task In_app_and_inbox_messages_take_their_content_from_the_template()
    {
        await Client.Transactional.SendInAppAsync(new SendInAppRequest { Person = "42", TransactionalMessageId = 3 });
        await Client.Transactional.SendInboxMessageAsync(
            new SendInboxMessageRequest { Person = PersonId.CioId("1"), TransactionalMessageId = 3, To = "x" });

        ShouldHaveCalled("POST /v1/send/in_app", "POST /v1/send/inbox_message");
        Http.Calls[0].Body.ToArray().ShouldBe("""{"transactional_message_id":3,"identifiers":{"id":"42"}}"""u8.ToArray());
        Http.Calls[1].Body.ToArray().ShouldBe(
            """{"transactional_message_id":3,"to":"x","identifiers":{"cio_id":"1"}}"""u8.ToArray());
    }

    [Fact]
    public async Task A_send_is_repeated_after_an_unknown_outcome_only_on_request()
    {
        await Client.Transactional.SendInAppAsync(
            new SendInAppRequest { Person = "42", TransactionalMessageId = 3, AllowRetryWhenOutcomeUnknown = true });

        Http.Call.Repetition.ShouldBe(Repetition.Safe);
    }

    [Fact]
    public async Task The_receipt_is_read_whatever_else_the_answer_holds()
    {
        Http.Answer("""{"delivery_id":"dgOq","queued_at":1700000001,"send_at":1700086400,"new_field":{"a":[1]}}""");

        SendReceipt receipt = await SendAsync();

        receipt.DeliveryId.ShouldBe("dgOq");
        receipt.QueuedAt.ShouldBe(FixedTime.Now.AddSeconds(1));
        receipt.SendAt.ShouldBe(Tomorrow);
    }

    [Theory]
    [InlineData(400, CustomerIoErrorReason.InvalidRequest)]
    [InlineData(403, CustomerIoErrorReason.Unauthorized)]
    [InlineData(413, CustomerIoErrorReason.InvalidRequest)]
    public async Task A_refused_send_says_why(int status, CustomerIoErrorReason reason)
    {
        Http.Answer("""{"meta":{"error":"not today"}}""", status);

        CustomerIoException exception = await Should.ThrowAsync<CustomerIoException>(() => SendAsync());

        exception.Reason.ShouldBe(reason);
        exception.Errors.ShouldHaveSingleItem().Message.ShouldBe("not today");
    }

    [Fact]
    public async Task A_receipt_that_is_not_json_is_unexpected_not_a_failed_send()
    {
        Http.Answer("OK");

        CustomerIoException exception = await Should.ThrowAsync<CustomerIoException>(() => SendAsync());

        exception.Reason.ShouldBe(CustomerIoErrorReason.UnexpectedAnswer);
        exception.IsTransient.ShouldBeFalse();
    }

    [Fact]
    public void More_than_15_recipients_are_refused()
    {
        string eight = string.Join(", ", Enumerable.Range(0, 8).Select(static i => $"\"Last, First\" <p{i}@b.c>"));

        SendLimits.CheckRecipients(eight, string.Join(',', Enumerable.Repeat("x@y.z", 7)), bcc: null).ShouldBeNull();
        SendLimits.CheckRecipients(eight, eight, bcc: " ,").ShouldBe(
            "The email has 16 recipients in to, cc and bcc; Customer.io allows 15. Send several.");
        SendLimits.CheckRecipients(" ", cc: null, bcc: null).ShouldNotBeNull();
    }

    [Fact]
    public void A_message_is_scheduled_90_days_ahead_at_most()
    {
        SendLimits.CheckSendAt(FixedTime.Now.AddDays(90), FixedTime.Now).ShouldBeNull();
        SendLimits.CheckSendAt(FixedTime.Now.AddDays(-1), FixedTime.Now).ShouldBeNull();
        Should.Throw<ArgumentException>(() =>
        {
            _ = Client.Transactional.SendInAppAsync(
                new SendInAppRequest { Person = "42", TransactionalMessageId = 3, SendAt = FixedTime.Now.AddDays(91) });
        }).Message.ShouldContain("91.0 days");
    }

    [Fact]
    public void Attachments_have_names_of_their_own()
    {
        EmailAttachments attachments = new();
        attachments.Add("a.txt", new byte[1]);

        Should.Throw<ArgumentException>(() => attachments.Add("a.txt", new byte[1])).ParamName.ShouldBe("name");
        Should.Throw<ArgumentException>(() => attachments.AddBase64("a.txt", "aGVsbG8="));
        Should.Throw<ArgumentException>(() => attachments.AddBase64("b.txt", "not base64!")).ParamName.ShouldBe("base64");
        attachments.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Attachments_stay_under_2_MB_together()
    {
        EmailAttachments attachments = new();
        attachments.Add("a.bin", new byte[1_500_000]);

        Should.Throw<ArgumentException>(() => attachments.Add("b.bin", new byte[500_000])).Message.ShouldContain("2000000");
        await Should.ThrowAsync<ArgumentException>(() => attachments.AddAsync("c.bin", new MemoryStream(new byte[600_000])));
        await attachments.AddAsync("d.bin", new MemoryStream(new byte[499_999]));
        attachments.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_file_is_attached_under_its_name()
    {
        string path = Path.Combine(Path.GetTempPath(), $"{nameof(A_file_is_attached_under_its_name)}.txt");
        await File.WriteAllTextAsync(path, "hello");
        EmailAttachments attachments = new();
        try
        {
            await attachments.AddFileAsync(path);
        }
        finally
        {
            File.Delete(path);
        }

        await Client.Transactional.SendEmailAsync(
            new SendEmailRequest { Person = "42", To = "a@b.c", TransactionalMessageId = 1, Attachments = attachments });

        Http.Body.ShouldContain($"\"attachments\":{{\"{Path.GetFileName(path)}\":\"aGVsbG8=\"}}");
    }

    [Fact]
    public void An_email_without_a_template_needs_its_own_content() =>
        Should.Throw<ArgumentException>(() =>
        {
            _ = Client.Transactional.SendEmailAsync(new SendEmailRequest { Person = "42", To = "a@b.c", Body = "b" });
        }).Message.ShouldContain("Subject");

    [Fact]
    public void A_template_that_is_default_is_refused() =>
        Should.Throw<ArgumentException>(() =>
        {
            _ = Client.Transactional.SendInAppAsync(
                new SendInAppRequest { Person = "42", TransactionalMessageId = default });
        });

    private Task<SendReceipt> SendAsync() =>
        Client.Transactional.SendInAppAsync(new SendInAppRequest { Person = "42", TransactionalMessageId = 3 });
}
