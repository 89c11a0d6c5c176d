using System;
using System.Collections.Generic;

namespace Hello
{
    public class Greeter
    {
        private readonly Dictionary<string, int> seen = new Dictionary<string, int>();

        public string Greet(string name)
        {
            if (string.IsNullOrEmpty(name) || name.Length > 40)
            {
                throw new ArgumentException($"bad name: \"{name}\"");
            }
            seen.TryGetValue(name, out var count);
            seen[name] = count + 1;
            return count > 0 ? $"Hello again, {name}!\n" : $"Hello, {name}!";
        }

        public int Known => seen.Count;
    }
}
