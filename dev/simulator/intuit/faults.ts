import { type Answer, json, xml } from "../http";

/** QuickBooks writes `fault` in lower case when its gateway refuses. */
function gatewayFault(status: number, name: string, errorCode: string, type: string, nowMs: number): Answer {
  const message = `message=${name}; errorCode=${errorCode}; statusCode=${status}`;
  return json(status, {
    warnings: null,
    intuitObject: null,
    fault: {
      error: [{ message, detail: null, code: errorCode.replace(/^0+/, ""), element: null }],
      type,
    },
    report: null,
    queryResponse: null,
    batchItemResponse: [],
    attachableResponse: [],
    syncErrorResponse: null,
    requestId: null,
    time: nowMs,
    status: null,
    cdcresponse: [],
  });
}

export function authenticationFailed(nowMs: number): Answer {
  return gatewayFault(401, "AuthenticationFailed", "003200", "AUTHENTICATION", nowMs);
}

export function authorizationFailed(nowMs: number): Answer {
  return gatewayFault(403, "AuthorizationFailed", "003100", "SERVICE", nowMs);
}

/** A token of another realm is refused in XML, whatever the caller accepts. */
export function wrongRealm(nowMs: number): Answer {
  const message = "message=AuthenticationFailed; errorCode=003200; statusCode=401";
  const detail = "SRV-110-Authentication Failure , statusCode: 401";
  return xml(
    401,
    `<IntuitResponse time="${new Date(nowMs).toISOString()}" xmlns="http://schema.intuit.com/finance/v3">` +
      `<Fault type="AuthenticationFault"><Error code="100"><Message>${message}</Message>` +
      `<Detail>${detail}</Detail></Error></Fault></IntuitResponse>`,
  );
}

/** What the accounting service itself refuses comes with an upper-case `Fault`. */
export function serviceFault(
  status: number,
  error: { Message: string; Detail: string; code: string },
  type: string,
  nowMs: number,
): Answer {
  return json(status, { Fault: { Error: [error], type }, time: new Date(nowMs).toISOString() });
}

export function throttled(nowMs: number): Answer {
  const Message = "message=ThrottleExceeded; errorCode=003001; statusCode=429";
  const Detail = "You have exceeded the request limit of this company; wait 60 seconds.";
  return serviceFault(429, { Message, Detail, code: "3001" }, "SERVICE", nowMs);
}

export function subscriptionLapsed(status: number, nowMs: number): Answer {
  const Message = "Subscription period has ended or canceled or there was a billing problem";
  const Detail = "You can't make changes because the subscription of this company has ended.";
  return serviceFault(status, { Message, Detail, code: "6190" }, "ValidationFault", nowMs);
}

export function queryRejected(query: string, nowMs: number): Answer {
  const Detail = `QueryParserError: the simulator reads CompanyInfo and Invoice only, not "${query}"`;
  return serviceFault(
    400,
    { Message: "Error parsing query", Detail, code: "4000" },
    "ValidationFault",
    nowMs,
  );
}
