using CustomerIo.Resilience.Samples.Tests.Support;

namespace CustomerIo.Resilience.Samples.Tests.Setup;

/// <summary>What the tests install for themselves, with a script in the place of apt-get.</summary>
public sealed class AptGetTests : IDisposable
{
    private const string Package = "a-browser";

    // Notes how it was called; and has the package from then on.
    private const string Installs = "echo \"$@\" >> calls; if [ \"$1\" = install ]; then touch installed; fi";

    private readonly string _folder = Directory.CreateTempSubdirectory("customerio-apt-").FullName;

    public AptGetTests() => Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no apt-get.");

    private string[] Calls => File.Exists(Combine("calls")) ? File.ReadAllLines(Combine("calls")) : [];

    private bool IsInstalled => File.Exists(Combine("installed"));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Root_updates_the_lists_and_installs_the_package_and_nothing_that_is_only_recommended()
    {
        string? refusal = await Write(Installs).InstallAsync(Package, () => IsInstalled);

        refusal.ShouldBeNull();
        Calls.ShouldBe(["update", $"install --yes --no-install-recommends {Package}"]);
    }

    [Fact]
    public async Task Of_several_at_once_one_installs_and_the_others_find_it_installed()
    {
        AptGet[] all = [.. Enumerable.Range(0, 4).Select(_ => Write(Installs))];

        string?[] refusals = await Task.WhenAll(all.Select(one => one.InstallAsync(Package, () => IsInstalled)));

        refusals.ShouldAllBe(static refusal => refusal == null);
        Calls.Length.ShouldBe(2);
    }

    [Fact]
    public async Task Who_is_not_root_is_told_so_and_nothing_runs()
    {
        string? refusal = await Write(Installs, isRoot: false).InstallAsync(Package, () => IsInstalled);

        refusal.ShouldBe("only root may install it");
        Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_machine_without_apt_get_is_told_so() =>
        (await new AptGet { Program = [], IsRoot = true }.InstallAsync(Package, static () => false))
            .ShouldBe("there is no apt-get");

    [Fact]
    public async Task A_failure_is_told_with_its_last_line()
    {
        AptGet aptGet = Write("echo Reading lists...; echo 'E: Unable to locate package' >&2; exit 100");

        (await aptGet.InstallAsync(Package, static () => false)).ShouldBe("apt-get update failed: E: Unable to locate package");
    }

    [Fact]
    public async Task A_package_that_brings_no_program_is_not_taken_for_installed() =>
        (await Write("true").InstallAsync(Package, static () => false)).ShouldBe("apt-get put it into an unknown place");

    [Fact]
    public async Task One_that_hangs_is_ended()
    {
        AptGet aptGet = Write("echo $$ > calls; exec sleep 3600", patience: TimeSpan.FromSeconds(1));

        string? refusal = await aptGet.InstallAsync(Package, static () => false);

        refusal.ShouldNotBeNull().ShouldStartWith("apt-get took longer than");
    }

    [Fact]
    public async Task One_that_another_process_keeps_waiting_is_given_up()
    {
        AptGet aptGet = Write(Installs, patience: TimeSpan.FromSeconds(1));
        await using FileStream held = new(aptGet.LockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);

        string? refusal = await aptGet.InstallAsync(Package, () => IsInstalled);

        refusal.ShouldNotBeNull().ShouldStartWith("apt-get took longer than");
        Calls.ShouldBeEmpty();
    }

    private AptGet Write(string script, bool isRoot = true, TimeSpan? patience = null)
    {
        File.WriteAllText(Combine("apt-get"), $"cd '{_folder}'\n{script}\n");
        return new AptGet
        {
            Program = ["/bin/sh", Combine("apt-get")],
            IsRoot = isRoot,
            Patience = patience ?? TimeSpan.FromMinutes(1),
            LockFile = Combine("lock"),
        };
    }

    private string Combine(string file) => Path.Combine(_folder, file);
}
