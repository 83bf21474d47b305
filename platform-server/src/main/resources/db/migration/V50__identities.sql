-- Who has an account may log in, by a password or by a provider. The person of local mode has none until somebody takes it.
alter table person add column account boolean not null default true;
update person set account = false where id = '00000000-0000-4000-8000-000000000001' and password is null;

-- As whom a provider of logins knows people: the issuer's name for itself, and its name for the person, which stays.
create table person_identity (
    issuer     text        not null,
    subject    text        not null,
    person_id  uuid        not null references person on delete cascade,
    created_at timestamptz not null default now(),
    primary key (issuer, subject)
);
create index person_identity_person on person_identity (person_id);

-- By it the provider is told which of its logins to end.
alter table login_session add column id_token text;

-- Logins that were begun and have not come back from the provider. Of the state and the browser's cookie only digests.
create table login_request (
    state_hash   bytea       not null primary key,
    browser_hash bytea       not null,
    nonce        text        not null,
    verifier     text        not null,
    redirect_uri text        not null,
    return_to    text        not null,
    created_at   timestamptz not null default now()
);
create index login_request_age on login_request (created_at);
