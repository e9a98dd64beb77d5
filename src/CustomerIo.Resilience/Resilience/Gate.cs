// .NET 8 has no Lock type; the lock statement does the right thing with either.
#if NET9_0_OR_GREATER
global using Gate = System.Threading.Lock;
#else
global using Gate = System.Object;
#endif
