/** A way to get a token. One file per kind, registered in index.ts. */
export interface Grant {
  /** A new token from the credentials. */
  signIn(): Promise<Token>;
  /** A later expiry for a token that still lives (anaplan-api.md 2.4); may come back with the same value. Absent where a
   *  new sign-in is the only way. */
  refresh?(token: Token): Promise<Token>;
}

export interface Token {
  value: string;
  /** Epoch milliseconds of our clock. */
  expiresAt: number;
  issuedAt: number;
}
