-- When a backup's snapshot began to be taken out of the repository, outside any transaction: until that has ended, nobody
-- locks the backup. Only who holds the account's lease writes it, so a holder that finds it set finds what was cut off.
ALTER TABLE backup ADD COLUMN removing_at BIGINT;

-- How often the lease was renewed: whoever waits for it sees by that whether its holder lives, without any clock but an own.
ALTER TABLE account_lease ADD COLUMN renewals BIGINT NOT NULL DEFAULT 0;
