// The yardstick in Node: the npm package soap in a cluster of PROCESSES, each answering the enquiry of hello.wsdl.
"use strict";

const cluster = require("node:cluster");
const fs = require("node:fs");
const http = require("node:http");
const path = require("node:path");

if (cluster.isPrimary) {
  for (let count = 0; count < Number(process.env.PROCESSES); count += 1) cluster.fork();
} else {
  const soap = require("soap");
  const answer = ({ request }) => ({ submitAccountBalanceEnquiryResult: `hello ${request.accountId}` });
  const server = http.createServer((_request, response) => response.writeHead(404).end());
  server.listen(Number(process.env.LISTEN_PORT), process.env.LISTEN_HOST);
  soap.listen(server, {
    path: "/",
    services: { HelloService: { Hello: { submitAccountBalanceEnquiry: answer } } },
    xml: fs.readFileSync(path.join(__dirname, "..", "hello.wsdl"), "utf8"),
  });
}
