// The scenario with the npm package soap: a plan on standard input, results on standard output.
'use strict';
const fs = require('node:fs');
const soap = require('soap');

const CORE = 'http://www.enactor.com/core';

async function client(plan, service) {
  const made = await soap.createClientAsync(plan.contracts[service], {
    forceSoap12Headers: plan.version === '1.2',
    // Figures stay the texts that they are: a JavaScript number holds 15 digits.
    customDeserializer: { decimal: (text) => text },
  });
  if (plan.authentication === 'basic') {
    made.setSecurity(new soap.BasicAuthSecurity(plan.user, plan.password));
  } else {
    const passwordType = plan.authentication === 'digest' ? 'PasswordDigest' : 'PasswordText';
    made.setSecurity(new soap.WSSecurity(plan.user, plan.password, { passwordType, mustUnderstand: true }));
  }
  return made;
}

// This client does not look up the namespace of an element that a schema takes over by reference: it has to be named. (Nor
// the type of one in another file: what is below it in a reply stays text, unless the contract is read in one file.)
function prefixed(request) {
  const { pageInfo, pageToken, ...members } = request;
  if (pageInfo) {
    members['core:pageInfo'] = { 'core:rowOffset': pageInfo.rowOffset, 'core:rowCount': pageInfo.rowCount };
  }
  if (pageToken) members['core:pageToken'] = pageToken;
  return members;
}

function list(value) {
  return value === undefined || value === null ? [] : Array.isArray(value) ? value : [value];
}

function text(value) {
  if (value === undefined || value === null) return '';
  return typeof value === 'object' ? value.$value ?? '' : String(value);
}

function search(paged) {
  const attributes = paged.attributes;
  const rows = list(paged.contents);
  return {
    keys: rows.map((row) => text(row.key)),
    rows: rows.map((row) => list(row.data.values.arrayObject).map(text)),
    names: list(paged.propertyNames.string),
    totalRows: Number(attributes.totalRows),
    next: attributes.nextPageToken ?? null,
  };
}

function balance(output) {
  return {
    outcome: output.outcome.name,
    errorCode: output.errorCode ?? null,
    balance: output.balance ?? null,
    replayed: output.replayed === undefined ? null : String(output.replayed) === 'true',
    surname: output.customer?.surname ?? null,
  };
}

function receipt(output) {
  const names = ['errorCode', 'ticketId', 'kind', 'status', 'earned', 'takenBack', 'withdrawn'];
  return {
    outcome: output.outcome.name,
    replayed: output.replayed === undefined ? null : String(output.replayed) === 'true',
    ...Object.fromEntries(names.map((name) => [name, output[name] ?? null])),
  };
}

function fault(error) {
  const body = error.root.Envelope.Body.Fault;
  const detail = (body.detail ?? body.Detail).errorMessage;
  const { errorCode, correlationId, messageText } = detail;
  return { fault: { code: text(body.faultcode ?? body.Code.Value), errorCode, correlationId, messageText } };
}

async function seen(made, step, token) {
  const wrapper = step.operation.replace('submit', '');
  const request = prefixed(step.request.pageToken === '@next' ? { ...step.request, pageToken: token } : step.request);
  made.clearSoapHeaders();
  if (step.context) made.addSoapHeader({ requestContext: step.context }, '', 'core', CORE);
  try {
    const argument = { [`${wrapper[0].toLowerCase()}${wrapper.slice(1)}Request`]: request };
    const [reply] = await made[`${step.operation}Async`](argument);
    if (reply.ticketReceipt) return receipt(reply.ticketReceipt);
    return reply.pagedArrayList ? search(reply.pagedArrayList) : balance(Object.values(reply)[0]);
  } catch (error) {
    if (!error.root) throw error;
    return fault(error);
  }
}

async function main() {
  const plan = JSON.parse(fs.readFileSync(0, 'utf8'));
  const clients = {};
  for (const service of Object.keys(plan.contracts)) clients[service] = await client(plan, service);
  const results = [];
  let token = null;
  for (const step of plan.steps) {
    const result = await seen(clients[step.service], step, token);
    token = result.next ?? token;
    results.push({ step: step.step, ...result });
  }
  process.stdout.write(JSON.stringify(results));
}

main().catch((error) => {
  process.stderr.write(`${error.stack}\n`);
  process.exitCode = 1;
});
