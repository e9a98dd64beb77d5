namespace CustomerIo.Resilience.Testing.Fakes;

/// <summary>How many letters have to be changed, added or left out to get from one text to another.</summary>
internal static class EditDistance
{
    public static int Between(string left, string right)
    {
        int[] above = [.. Enumerable.Range(0, right.Length + 1)];
        for (int row = 1; row <= left.Length; row++)
        {
            int[] current = new int[right.Length + 1];
            current[0] = row;
            for (int column = 1; column <= right.Length; column++)
            {
                int change = left[row - 1] == right[column - 1] ? 0 : 1;
                current[column] = Math.Min(
                    above[column - 1] + change, Math.Min(above[column], current[column - 1]) + 1);
            }

            above = current;
        }

        return above[^1];
    }
}
