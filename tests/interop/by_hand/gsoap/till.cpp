// The scenario with the classes that gSOAP makes of the contract; arguments in, results out as JSON.
#include PROXY_HEADER
#include NSMAP
#include <cstdlib>
#include <iostream>
#include <string>

static std::string customers_url, balances_url, user, password, run, markup, next_token;
static const std::string LOYALTY = "customerLoyaltyAccount", ACCOUNT = "999";
static bool is_first = true;

static std::string quoted(const std::string &text) {
  std::string out = "\"";
  for (char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + '"';
}

static std::string or_null(const std::string *text) { return text ? quoted(*text) : "null"; }

static void result(const std::string &step, const std::string &members) {
  std::cout << (is_first ? "[" : ",") << "{\"step\":" << quoted(step) << "," << members << "}\n";
  is_first = false;
}

static PROXY *fresh() {
  PROXY *proxy = new PROXY(SOAP_C_UTFSTRING | SOAP_XML_STRICT);
  proxy->soap->userid = user.c_str();
  proxy->soap->passwd = password.c_str();
  return proxy;
}

static void fail(PROXY *proxy, const std::string &step) {
  std::cerr << step << ": ";
  soap_stream_fault(proxy->soap, std::cerr);
  std::exit(1);
}

static void list(const std::string &step, ns1__PagedArrayList *paged) {
  std::string keys, rows, names;
  for (ns1__Element *element : paged->contents) {
    ns1__ListElement *row = dynamic_cast<ns1__ListElement *>(element);
    if (!row) std::exit(2);
    std::string values;
    for (ns1__Object *value : row->data->values->arrayObject) {
      if (!dynamic_cast<ns1__String *>(value)) std::exit(3);
      values += (values.empty() ? "" : ",") + quoted(value->__item);
    }
    keys += (keys.empty() ? "" : ",") + quoted(row->key->__item);
    rows += (rows.empty() ? "[" : ",[") + values + "]";
  }
  for (const std::string &name : paged->propertyNames->string) names += (names.empty() ? "" : ",") + quoted(name);
  if (paged->nextPageToken) next_token = *paged->nextPageToken;
  result(step, "\"keys\":[" + keys + "],\"rows\":[" + rows + "],\"names\":[" + names + "],\"totalRows\":" +
                   std::to_string(paged->totalRows) + ",\"next\":" + or_null(paged->nextPageToken));
}

static void by_name(const std::string &step, const std::string &name, int offset, bool by_token) {
  PROXY *proxy = fresh();
  int count = 20;
  ns1__PageInfo page;
  page.rowOffset = &offset;
  page.rowCount = &count;
  ns2__CustomerNameSearchRequest request;
  request.searchName = name;
  if (offset) request.ns1__pageInfo = &page;
  if (by_token) request.ns1__pageToken = &next_token;
  _ns1__submitCustomerNameSearch wrapper;
  wrapper.ns2__customerNameSearchRequest = &request;
  _ns1__submitCustomerNameSearchResponse reply;
  if (proxy->submitCustomerNameSearch(customers_url.c_str(), NULL, &wrapper, reply)) fail(proxy, step);
  list(step, reply.pagedArrayList);
}

static void by_postcode() {
  PROXY *proxy = fresh();
  ns2__CustomerPostcodeSearchRequest request;
  request.searchPostcode = " m11aa ";
  _ns1__submitCustomerPostcodeSearch wrapper;
  wrapper.ns2__customerPostcodeSearchRequest = &request;
  _ns1__submitCustomerPostcodeSearchResponse reply;
  if (proxy->submitCustomerPostcodeSearch(customers_url.c_str(), NULL, &wrapper, reply)) fail(proxy, "postcode");
  list("postcode", reply.pagedArrayList);
}

static void accounts() {
  PROXY *proxy = fresh();
  std::string type = LOYALTY, account = ACCOUNT;
  ns2__LoyaltyAccountSearchRequest request;
  request.accountType = &type;
  request.accountId = &account;
  _ns1__submitLoyaltyAccountSearch wrapper;
  wrapper.ns2__loyaltyAccountSearchRequest = &request;
  _ns1__submitLoyaltyAccountSearchResponse reply;
  if (proxy->submitLoyaltyAccountSearch(customers_url.c_str(), NULL, &wrapper, reply)) fail(proxy, "accounts");
  list("accounts", reply.pagedArrayList);
}

static void enquire(const std::string &step, std::string account) {
  PROXY *proxy = fresh();
  ns2__AccountBalanceEnquiryRequest request;
  request.accountType = LOYALTY;
  request.accountId = &account;
  _ns1__submitAccountBalanceEnquiry wrapper;
  wrapper.ns2__accountBalanceEnquiryRequest = &request;
  _ns1__submitAccountBalanceEnquiryResponse reply;
  if (proxy->submitAccountBalanceEnquiry(balances_url.c_str(), NULL, &wrapper, reply)) fail(proxy, step);
  ns2__AccountBalanceEnquiryOutput *output = reply.ns2__accountBalanceEnquiryOutput;
  if (output->account && !dynamic_cast<ns2__CustomerLoyaltyAccount *>(output->account)) std::exit(4);
  result(step, "\"outcome\":" + quoted(output->outcome->name) + ",\"errorCode\":" + or_null(output->errorCode) +
                   ",\"balance\":" + or_null(output->balance) + ",\"replayed\":null,\"surname\":" +
                   or_null(output->customer ? output->customer->surname : NULL));
}

static std::string typed_fault(PROXY *proxy, const std::string &step) {
  soap_set_fault(proxy->soap);
  SOAP_ENV__Fault *fault = proxy->soap->fault;
  SOAP_ENV__Detail *detail = fault ? (fault->detail ? fault->detail : fault->SOAP_ENV__Detail) : NULL;
  if (!detail || !detail->ns1__errorMessage) fail(proxy, step);
  ns1__ErrorMessage *error = detail->ns1__errorMessage;
  return "\"fault\":{\"code\":" + quoted(*soap_faultcode(proxy->soap)) + ",\"errorCode\":" + quoted(error->errorCode) +
         ",\"correlationId\":" + quoted(error->correlationId) + ",\"messageText\":" + quoted(error->messageText) + "}";
}

static void update(const std::string &step, std::string transaction, std::string amount, std::string key) {
  PROXY *proxy = fresh();
  std::string account = ACCOUNT, device = "pos1@0001.enactor";
  ns2__AccountBalanceUpdate members;
  members.accountType = LOYALTY;
  members.accountId = &account;
  members.updateAmount = &amount;
  if (key.empty()) {
    members.transactionId = &transaction;
    members.deviceId = &device;
  }
  SOAP_ENV__Header header;
  ns1__RequestContext context;
  if (!key.empty()) {
    context.idempotencyKey = &key;
    header.ns1__requestContext = &context;
    proxy->soap->header = &header;
  }
  ns2__AccountBalanceUpdateRequest request;
  request.accountBalanceUpdate = &members;
  _ns1__submitAccountBalanceUpdate wrapper;
  wrapper.ns2__accountBalanceUpdateRequest = &request;
  _ns1__submitAccountBalanceUpdateResponse reply;
  if (proxy->submitAccountBalanceUpdate(balances_url.c_str(), NULL, &wrapper, reply)) {
    result(step, typed_fault(proxy, step));
    return;
  }
  ns2__AccountBalanceUpdateOutput *output = reply.ns2__accountBalanceUpdateOutput;
  result(step, "\"outcome\":" + quoted(output->outcome->name) + ",\"errorCode\":" + or_null(output->errorCode) +
                   ",\"balance\":" + or_null(output->balance) + ",\"replayed\":" +
                   (output->replayed ? "true" : "false") + ",\"surname\":null");
}

int main(int argc, char **argv) {
  if (argc != 7) return 9;
  customers_url = argv[1];
  balances_url = argv[2];
  user = argv[3];
  password = argv[4];
  run = argv[5];
  markup = argv[6];
  by_name("page 1", "archer", 0, false);
  by_name("page 2 by offset", "archer", 20, false);
  by_name("page 2 by token", "archer", 0, true);
  by_name("markup", markup, 0, false);
  by_postcode();
  accounts();
  enquire("figures before", ACCOUNT);
  enquire("no account", "nothing");
  update("update", run, "0.0001", "");
  update("update again", run, "0.0001", "");
  update("too much", run + "-much", "-99999999999999.9999", "");
  update("key in the header", "", "0.0001", run + "-key");
  update("same key", "", "0.0001", run + "-key");
  enquire("figures after", ACCOUNT);
  update("key reuse", run, "0.0002", "");
  std::cout << "]" << std::endl;
  return 0;
}
