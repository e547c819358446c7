import { existsSync } from 'node:fs';

export const BROWSER = '/usr/bin/chromium';

/** Where parts are required, as in CI, a missing browser fails its tests instead of skipping them. */
export const isBrowserMissing = !existsSync(BROWSER) && !process.env.REQUIRE_PARTS;
