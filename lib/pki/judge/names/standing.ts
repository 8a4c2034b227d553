/**
 * How a name stands to the subtree that begins at a base (RFC 5280 section 4.2.1.10). `unclear`: the two cannot be compared, or those who compare
 * disagree about it; then the name is neither permitted nor spared.
 */
export type Standing = 'inside' | 'outside' | 'unclear';
