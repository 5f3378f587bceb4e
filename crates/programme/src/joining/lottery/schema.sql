CREATE TABLE lotteries (
    id UUID PRIMARY KEY,
    programme UUID NOT NULL REFERENCES scopes (id),
    number BIGINT NOT NULL,
    commitment TEXT NOT NULL,
    committed_at BIGINT NOT NULL,
    committed_by UUID REFERENCES accounts (id),
    UNIQUE (programme, number)
) STRICT;
CREATE TABLE lottery_draws (
    lottery UUID PRIMARY KEY REFERENCES lotteries (id),
    seed TEXT NOT NULL,
    drawn_at BIGINT NOT NULL,
    drawn_by UUID REFERENCES accounts (id)
) STRICT;
CREATE TABLE lottery_tickets (
    lottery UUID NOT NULL REFERENCES lotteries (id),
    position BIGINT NOT NULL,
    resident UUID NOT NULL REFERENCES residents (id),
    stratum TEXT NOT NULL,
    rank BIGINT NOT NULL,
    digest TEXT NOT NULL,
    PRIMARY KEY (lottery, position)
) STRICT;
CREATE INDEX lottery_tickets_by_resident ON lottery_tickets (resident)
