/** Every session of a shopper or an admin, but for one. */
export const END_ALL = `
  DELETE FROM session WHERE (shopper_id = $1 OR admin_id = $2) AND token_hash IS DISTINCT FROM $3
  RETURNING encode(token_hash, 'hex') AS "tokenHash"`;
