namespace CustomerIo.Resilience;

/// <summary>An object, such as an account or a course, that people are related to.</summary>
/// <param name="TypeId">The object type's number in the workspace, as text (Track API v2, <c>object_type_id</c>).</param>
/// <param name="Id">Your own id of the object; at most 150 bytes of UTF-8.</param>
public sealed record ObjectId(string TypeId, string Id);
