namespace CustomerIo.Resilience.Torture.Mixed.Planning;

/// <summary>Chooses the operations that the server never takes, or not before the very end.</summary>
internal static class Infection
{
    private const int OneIn = 110;
    private const int Fewest = 4;

    public static void Spread(Step[] steps, Circles circles, Random random)
    {
        Ailment[] ailments = [.. Enum.GetValues<Ailment>().Where(static one => one is not Ailment.None)];
        random.Shuffle(ailments);
        int[] near = [.. Enumerable.Range(0, steps.Length).Where(index => circles.IsNear(steps[index].Key))];
        random.Shuffle(near);
        int barriers = steps.Length < 600 ? 1 : 2;
        int[] chosen =
        [
            .. near.Where(index => steps[index].Kind.IsNumbered()).Take(Math.Max(Fewest, steps.Length / OneIn)),
            .. near.Where(index => steps[index].Kind is StepKind.Merge).Take(barriers),
            .. Deletes(steps, near).Take(barriers),
        ];
        for (int count = 0; count < chosen.Length; count++)
        {
            ref Step step = ref steps[chosen[count]];
            step = step with { Ailment = ailments[count % ailments.Length], IsCured = random.Next(2) == 0 };
        }
    }

    // A delete has no room for a mark: those are taken of which the person has only one.
    private static IEnumerable<int> Deletes(Step[] steps, int[] near) => near.Where(index =>
        steps[index].Kind is StepKind.Delete
        && steps.Count(other => other.Kind is StepKind.Delete && other.Owns(steps[index].Key)) == 1);
}
