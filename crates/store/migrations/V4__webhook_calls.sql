-- The calls of each webhook that are due, without looking at those of others (P16).
CREATE INDEX webhook_call_of_webhook ON webhook_call (site, webhook, due) WHERE given_up = 0;
