// Engagements whose sides are to be asked how it goes are found by their age.
CREATE INDEX engagement_age IF NOT EXISTS FOR (n:Engagement) ON (n.state, n.created_at);
