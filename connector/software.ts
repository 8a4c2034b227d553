/** The version of package.json; a test holds the two together, because a bundled connector has no package.json beside it. */
export const version = '0.1.0';

/** What the connector calls itself towards Gatehouse. */
export const software = `gatehouse-connector ${version}`;
