/** A picture is of a kind that no decoder here knows: nothing says that anything is wrong with it. */
export class UnknownKind extends Error {}
