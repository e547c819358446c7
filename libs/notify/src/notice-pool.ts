/**
 * Notices have connections of their own: shoppers who use up the shop's keep no notice waiting until WeChat hangs
 * up, and a rush of notices leaves the shoppers theirs. A few do: notices of one order wait for each other anyway.
 */
export const NOTICE_POOL = { name: 'notices', poolSize: 4 };
