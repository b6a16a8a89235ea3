/** A final refusal or loss → the error a person reads: what, probable cause, next step (contract.md section 8). */
import { ConnectorError, type ErrorCode, type ErrorContext, type ErrorParts } from "../errors.ts";
import type { Endpoint } from "./endpoints.ts";
import { type Hold, STATUS_OF_HOLD } from "./model-state.ts";
import type { Outcome } from "./outcome.ts";

type Reply = Extract<Outcome, { kind: "reply" }>;
type Lost = Extract<Outcome, { kind: "lost" }>;

/** Ids and path are added by the retry layer, which knows the request. */
export function explain(outcome: Outcome, endpoint: Endpoint, wasEverAccepted: boolean): ConnectorError {
  if (outcome.kind === "lost") return explainLoss(outcome, endpoint);
  if (endpoint.root !== "api" && outcome.status >= 400 && outcome.status < 429) return explainSignIn(outcome, endpoint);
  if (outcome.status === 401) return explainRefusedToken(outcome, wasEverAccepted);
  if (outcome.status === 404 || outcome.status === 410) return explainMissing(outcome, endpoint);
  const explanation = STATUS[outcome.status] ?? explainRest(outcome);
  return refusal(explanation[0], outcome, explanation[1]);
}

/** For a call that must not be repeated blindly; what went wrong is the cause. */
export function explainDoubt(outcome: Outcome, endpoint: Endpoint): ConnectorError {
  const cause = explain(outcome, endpoint, true);
  return new ConnectorError("TASK_OUTCOME_UNKNOWN", {
    what: "It is not known whether the task was started.",
    why: cause.what,
    next: "Look at the action's history in Anaplan before running again: a second start repeats its effects.",
    cause,
  });
}

/** Of a model whose state was watched; `minutes` of waiting, none where waiting is no use. */
export function explainHold({ code, words }: Hold, context: ErrorContext, minutes?: number): ConnectorError {
  const [, parts] = STATUS[STATUS_OF_HOLD[code]] as Explanation;
  const length = minutes === undefined ? "" : `, for ${minutes} minutes now`;
  return new ConnectorError(code, { ...parts, what: `The model is ${words}${length}`, context });
}

type Explanation = readonly [ErrorCode, Omit<ErrorParts, "context" | "cause">];

const STATUS: Readonly<Record<number, Explanation>> = {
  403: [
    "FORBIDDEN",
    {
      what: "Anaplan refused the call",
      why: "The user lacks the right to do this.",
      next: "Have a workspace or tenant administrator grant the right, or use another user.",
    },
  ],
  409: [
    "MODEL_BUSY",
    {
      what: "The model stayed busy",
      why: "Another action, an import or a person's structural change holds it.",
      next: "Run again later, or raise model_busy_timeout_minutes.",
    },
  ],
  422: [
    "MODEL_ARCHIVED",
    {
      what: "The model is archived",
      why: "Archived models answer no data calls.",
      next: "Have a workspace administrator unarchive it, or take it out of the config.",
    },
  ],
  423: [
    "MODEL_LOCKED",
    {
      what: "The model is locked",
      why: "A workspace administrator or a running change has locked it.",
      next: "Have it unlocked, or run again later with a larger model_busy_timeout_minutes.",
    },
  ],
  424: [
    "MODEL_OFFLINE",
    {
      what: "The model is offline",
      why: "It is in maintenance mode.",
      next: "Have a workspace administrator bring it online, or run again later.",
    },
  ],
  425: [
    "MODEL_DEPLOYED",
    {
      what: "The model is deployed, so its structure cannot be changed",
      why: "The list or module that is written to is not production data.",
      next: "Mark the list as production data, or bring the change through model synchronisation.",
    },
  ],
  429: [
    "RATE_LIMITED",
    {
      what: "Anaplan kept refusing calls because the tenant makes too many",
      why: "The limit of 600 requests a minute is shared by all users and tools of the tenant.",
      next: "Run again later, or lower requests_per_minute here or in the other tools.",
    },
  ],
};

function explainRest({ status, seen }: Reply): Explanation {
  if (status >= 500)
    return [
      "SERVER_ERROR",
      {
        what: `Anaplan answered ${status} again and again`,
        why: "The service or a gateway in front of it has a problem; some calls answer 500 for an unknown id, too.",
        next: "Run again later; check the ids if it stays.",
      },
    ];
  if (status < 400)
    return [
      "REPLY_UNREADABLE",
      {
        what: `The reply (${status}) cannot be used: ${seen}`,
        why: "Something other than Anaplan's API answered: a proxy's sign-in page, a gateway, or a wrong api_url.",
        next: "Check api_url, auth_url and the proxy, then run again.",
      },
    ];
  return [
    "REQUEST_REFUSED",
    {
      what: `Anaplan refused the request with ${status}`,
      why: "It does not take the request in this form.",
      next: "Read the server's words; if the config is right, report this.",
    },
  ];
}

function refusal(code: ErrorCode, { message }: Reply, { what, why, next }: Explanation[1]): ConnectorError {
  const said = message === "" ? "" : `; the server says "${message}"`;
  return new ConnectorError(code, {
    what: `${what}${said}.`,
    ...(why !== undefined && { why }),
    ...(next !== undefined && { next }),
  });
}

function explainMissing(outcome: Reply, endpoint: Endpoint): ConnectorError {
  const explanation = MISSING[endpoint.missing] ?? MISSING.MODEL_FORBIDDEN!;
  return refusal(endpoint.missing, outcome, explanation);
}

const MISSING: Partial<Record<ErrorCode, Explanation[1]>> = {
  MODEL_FORBIDDEN: {
    what: "Anaplan finds nothing below this model",
    why: "The user has the role NO ACCESS in it (the model is listed all the same), or it is gone.",
    next: "Have a workspace administrator give the user a role in the model, or correct its id.",
  },
  MODEL_NOT_FOUND: {
    what: "Anaplan knows no such model",
    why: "The id is wrong, the model was deleted, or the user is not in its workspace.",
    next: "Compare the id with the one in the model's address in the browser.",
  },
  WORKSPACE_NOT_FOUND: {
    what: "Anaplan knows no such workspace",
    why: "The id is wrong, or the user is not in the workspace.",
    next: "Compare the id with the one in the workspace's address in the browser.",
  },
  ACTION_MISSING: {
    what: "Anaplan knows no such action in this model",
    why: "It was deleted, its id is wrong, or the user may not use it.",
    next: "Correct the id, or have a model builder restore the action or its access.",
  },
  NAME_UNKNOWN: {
    what: "Anaplan knows no such list, view or module in this model",
    why: "It was deleted, its id is wrong, or the user may not see it.",
    next: "Correct the id; `tap-anaplan list` shows what there is.",
  },
  TASK_OUTCOME_UNKNOWN: {
    what: "Anaplan no longer knows this task",
    why: "It ended long ago, or the model was restored meanwhile.",
    next: "Look at the action's history in Anaplan, then run again.",
  },
  FILE_MISSING: {
    what: "Anaplan has no such file content for this user",
    why: "Content is private to the user who made it, and expires 48 hours after its last use.",
    next: "Run the export (or upload) with this same user first; check the file's id.",
  },
  READ_REQUEST_LOST: {
    what: "Anaplan no longer knows this large-volume read",
    why: "It was reclaimed: 30 minutes without a request end it, and so does whatever closes the model.",
    next: "Run again; the table is then read from its start.",
  },
  FORBIDDEN: {
    what: "Anaplan does not offer this list to the user",
    why: "It needs an administrator's role.",
    next: "Use a user with that role, or leave the stream out.",
  },
};

/** anaplan-api.md 2.2, 2.5: a 401 here is final. */
function explainSignIn({ status, message }: Reply, { root }: Endpoint): ConnectorError {
  if (status === 404 || status === 405)
    return new ConnectorError("CONFIG_INVALID", {
      what: `There is no sign-in service at ${root}_url (${status}).`,
      why: `The setting region or ${root}_url is wrong.`,
      next: `Correct it; leave ${root}_url out to take it from the region.`,
    });
  const said = message === "" ? "" : `, saying "${message}"`;
  return new ConnectorError("AUTH_REJECTED", {
    what: `Anaplan refused the sign-in (${status}${said}).`,
    why: "Wrong user name or password; or a user under single sign-on who is not an exception user; or sign-in by password is switched off for the tenant; or the tenant is in another region.",
    next: "Sign in to Anaplan with the same user and password in a browser; have the tenant administrator make it an exception user, or use auth_mode Certificate or OAuth2.",
  });
}

/** Refused twice: the second token was new. */
function explainRefusedToken({ message }: Reply, wasEverAccepted: boolean): ConnectorError {
  const said = message === "" ? "" : `, saying "${message}"`;
  if (wasEverAccepted)
    return new ConnectorError("TOKEN_EXPIRED", {
      what: `Anaplan refused a token it had just given out${said}.`,
      why: "The session was ended from outside (a sign-out, an administrator).",
      next: "Run again.",
    });
  return new ConnectorError("AUTH_REJECTED", {
    what: `The sign-in worked, but the API refuses its token${said}.`,
    why: "Auth_url and api_url belong to different regions, or the user may not use the API.",
    next: "Set region to the tenant's own and leave api_url and auth_url out.",
  });
}

const LOSS: Readonly<Record<Lost["how"], ErrorParts & { code: ErrorCode }>> = {
  unsent: {
    code: "NETWORK_LOST",
    what: "Anaplan could not be reached",
    why: "No network, a firewall or proxy in the way, or a wrong region, api_url or auth_url.",
    next: "Check the network and these settings, then run again.",
  },
  timeout: {
    code: "NETWORK_LOST",
    what: "Anaplan did not answer in time",
    why: "A busy model answers only when it is free; or the connection is stuck.",
    next: "Run again, or raise request_timeout_seconds.",
  },
  dropped: {
    code: "NETWORK_LOST",
    what: "The connection to Anaplan broke",
    why: "The network, a proxy or the server closed it.",
    next: "Run again.",
  },
  proxy: {
    code: "PROXY_REFUSED",
    what: "The proxy does not let the connection pass",
    why: "It wants another user or password (407), or does not allow Anaplan's hosts (403).",
    next: "Put user and password into proxy_url (http://user:password@host:port), or have Anaplan's hosts allowed.",
  },
  untrusted: {
    code: "SERVER_UNTRUSTED",
    what: "The server's certificate is not trusted",
    why: "A proxy opens the TLS connection with its own certificate, the server uses a private authority, or it is not the server of server_fingerprints.",
    next: "Give that authority's certificate in ca_certificate, or correct server_fingerprints.",
  },
};

function explainLoss({ how, code }: Lost, endpoint: Endpoint): ConnectorError {
  const { code: errorCode, what, why, next } = LOSS[how];
  const service = endpoint.root === "api" ? "API" : "sign-in service";
  return new ConnectorError(errorCode, {
    what: `${what} (${service}, ${code}).`,
    ...(why !== undefined && { why }),
    ...(next !== undefined && { next }),
  });
}
