-- The dead-letter workbench: what mail.dead held.

create table dead_letter (
  letter_id     uuid primary key,          -- the dead letter's own
  mail_id       uuid,                      -- null if the job can't be read
  tenant        varchar(255) not null,
  lane          varchar(255) not null,
  reason        varchar(20) not null,      -- permanent, exhausted, unknown
  cause         text not null,             -- in words
  cause_pattern varchar(1000) not null,    -- the words without what differs from mail to mail
  reply_code    integer not null,
  enhanced_code varchar(20) not null,
  step          varchar(64) not null,
  profile       varchar(255) not null,
  domain        varchar(255) not null,     -- of the first recipient that it's about
  template      varchar(255) not null,
  subject       varchar(1000) not null,    -- empty if the template gives it
  recipients    text not null,             -- JSON array of addresses
  attempts      integer not null,
  failed_at     timestamp with time zone not null,
  job           text not null,             -- the envelope as it was
  state         varchar(10) not null,      -- waiting, replaying, replayed
  claim         uuid,                      -- of the replay that took it last
  claimed_at    timestamp with time zone,
  replayed_at   timestamp with time zone
);
create index dead_letter_by_time on dead_letter (failed_at desc, letter_id desc);
create index dead_letter_by_mail on dead_letter (mail_id);
create index dead_letter_by_claim on dead_letter (claim);
