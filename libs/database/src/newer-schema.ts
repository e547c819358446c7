/** The database knows migrations that this code does not; it was not touched. */
export class NewerSchema extends Error {
  constructor(unknown: string) {
    super(
      `The database was migrated by a newer minimall (${unknown} is unknown here), nothing was touched: ` +
        'run "git pull && npm ci" first.',
    );
  }
}
