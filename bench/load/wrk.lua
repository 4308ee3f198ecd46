-- What wrk sends, and what it reports: the case is a Lua table in the file that is named after `--`.

local case, before, after
local count = 0

function init(args)
  case = dofile(args[1])
  wrk.method = case.method
  wrk.body = case.body
  for name, value in pairs(case.headers) do wrk.headers[name] = value end
  if case.accounts then
    request = changing -- without this line every request is the same, and wrk makes it once
  end
end

-- Each request has a transaction id of its own, and the accounts take turns.
function changing()
  count = count + 1
  local account = case.accounts[count % #case.accounts + 1]
  local body = case.body:gsub("@ID@", case.prefix .. count):gsub("@ACCOUNT@", account)
  return wrk.format(nil, nil, nil, body)
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    '\nREPORT {"answered": %d, "bytes": %d, "microseconds": %d, "p50": %d, "p99": %d, "slowest": %d, '
      .. '"refused": %d, "broken": %d}\n',
    summary.requests, summary.bytes, summary.duration, latency:percentile(50), latency:percentile(99), latency.max,
    errors.status, errors.connect + errors.read + errors.write + errors.timeout))
end
