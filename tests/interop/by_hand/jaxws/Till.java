// The scenario with the classes that wsimport makes of the contract; arguments in, results out as JSON.
import com.enactor.core.AccountBalanceService;
import com.enactor.core.AccountBalanceServicePortType;
import com.enactor.core.CustomerService;
import com.enactor.core.CustomerServicePortType;
import com.enactor.core.ErrorMessage;
import com.enactor.core.ErrorMessageFault;
import com.enactor.core.ListElement;
import com.enactor.core.PageInfo;
import com.enactor.core.PagedArrayList;
import com.enactor.core.RequestContext;
import com.enactor.retail.AccountBalanceEnquiryOutput;
import com.enactor.retail.AccountBalanceEnquiryRequest;
import com.enactor.retail.AccountBalanceUpdate;
import com.enactor.retail.AccountBalanceUpdateOutput;
import com.enactor.retail.AccountBalanceUpdateRequest;
import com.enactor.retail.CustomerLoyaltyAccount;
import com.enactor.retail.CustomerNameSearchRequest;
import com.enactor.retail.CustomerPostcodeSearchRequest;
import com.enactor.retail.LoyaltyAccountSearchRequest;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.xml.ws.BindingProvider;

public final class Till {
    private static final String LOYALTY = "customerLoyaltyAccount";
    private static final String ACCOUNT = "999";

    private final CustomerServicePortType customers;
    private final AccountBalanceServicePortType balances;
    private final List<String> results = new ArrayList<>();
    private String token;

    private Till(String customersUrl, String balancesUrl, String user, String password) throws Exception {
        customers = new CustomerService(new URL(customersUrl + "?wsdl")).getPort(CustomerServicePortType.class);
        balances = new AccountBalanceService(new URL(balancesUrl + "?wsdl")).getPort(AccountBalanceServicePortType.class);
        for (Object port : List.of(customers, balances)) {
            Map<String, Object> context = ((BindingProvider) port).getRequestContext();
            context.put(BindingProvider.USERNAME_PROPERTY, user);
            context.put(BindingProvider.PASSWORD_PROPERTY, password);
        }
    }

    private static String quoted(String text) {
        return text == null ? "null" : '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static String list(List<String> texts) {
        return texts.stream().map(Till::quoted).collect(Collectors.joining(",", "[", "]"));
    }

    private void list(String step, PagedArrayList paged) {
        List<String> keys = new ArrayList<>();
        List<String> rows = new ArrayList<>();
        for (Object element : paged.getContents()) {
            ListElement row = (ListElement) element;
            keys.add(row.getKey().getValue());
            // JAXB makes the base class of a type that is text only, whatever xsi:type says; the text is the same.
            rows.add(list(row.getData().getValues().getArrayObject().stream()
                .map(com.enactor.core.Object::getValue).collect(Collectors.toList())));
        }
        token = paged.getNextPageToken() == null ? token : paged.getNextPageToken();
        results.add("{\"step\":" + quoted(step) + ",\"keys\":" + list(keys) + ",\"rows\":[" + String.join(",", rows)
            + "],\"names\":" + list(paged.getPropertyNames().getString()) + ",\"totalRows\":" + paged.getTotalRows()
            + ",\"next\":" + quoted(paged.getNextPageToken()) + "}");
    }

    private void balance(String step, String outcome, String errorCode, BigDecimal balance, Boolean replayed, String surname) {
        results.add("{\"step\":" + quoted(step) + ",\"outcome\":" + quoted(outcome) + ",\"errorCode\":" + quoted(errorCode)
            + ",\"balance\":" + quoted(balance == null ? null : balance.toPlainString()) + ",\"replayed\":" + replayed
            + ",\"surname\":" + quoted(surname) + "}");
    }

    private void byName(String step, String name, int offset, String pageToken) throws Exception {
        CustomerNameSearchRequest request = new CustomerNameSearchRequest();
        request.setSearchName(name);
        if (offset > 0) {
            PageInfo page = new PageInfo();
            page.setRowOffset(offset);
            page.setRowCount(20);
            request.setPageInfo(page);
        }
        request.setPageToken(pageToken);
        list(step, customers.submitCustomerNameSearch(request, null));
    }

    private void enquire(String step, String account) throws Exception {
        AccountBalanceEnquiryRequest request = new AccountBalanceEnquiryRequest();
        request.setAccountType(LOYALTY);
        request.setAccountId(account);
        AccountBalanceEnquiryOutput output = balances.submitAccountBalanceEnquiry(request, null);
        CustomerLoyaltyAccount found = (CustomerLoyaltyAccount) output.getAccount();
        balance(step, output.getOutcome().getName(), output.getErrorCode(), output.getBalance(), null,
            found == null ? null : output.getCustomer().getSurname());
    }

    private void update(String step, String transaction, String amount, String key) {
        AccountBalanceUpdate members = new AccountBalanceUpdate();
        members.setAccountType(LOYALTY);
        members.setAccountId(ACCOUNT);
        members.setUpdateAmount(new BigDecimal(amount));
        RequestContext context = null;
        if (key == null) {
            members.setTransactionId(transaction);
            members.setDeviceId("pos1@0001.enactor");
        } else {
            context = new RequestContext();
            context.setIdempotencyKey(key);
        }
        AccountBalanceUpdateRequest request = new AccountBalanceUpdateRequest();
        request.setAccountBalanceUpdate(members);
        try {
            AccountBalanceUpdateOutput output = balances.submitAccountBalanceUpdate(request, context);
            balance(step, output.getOutcome().getName(), output.getErrorCode(), output.getBalance(), output.isReplayed(), null);
        } catch (ErrorMessageFault fault) {
            ErrorMessage error = fault.getFaultInfo();
            results.add("{\"step\":" + quoted(step) + ",\"fault\":{\"code\":" + quoted("Client." + error.getErrorCode())
                + ",\"errorCode\":" + quoted(error.getErrorCode()) + ",\"correlationId\":" + quoted(error.getCorrelationId())
                + ",\"messageText\":" + quoted(error.getMessageText()) + "}}");
        }
    }

    private void play(String run, String markup) throws Exception {
        byName("page 1", "archer", 0, null);
        byName("page 2 by offset", "archer", 20, null);
        byName("page 2 by token", "archer", 0, token);
        byName("markup", markup, 0, null);
        CustomerPostcodeSearchRequest postcode = new CustomerPostcodeSearchRequest();
        postcode.setSearchPostcode(" m11aa ");
        list("postcode", customers.submitCustomerPostcodeSearch(postcode, null));
        LoyaltyAccountSearchRequest accounts = new LoyaltyAccountSearchRequest();
        accounts.setAccountType(LOYALTY);
        accounts.setAccountId(ACCOUNT);
        list("accounts", customers.submitLoyaltyAccountSearch(accounts, null));
        enquire("figures before", ACCOUNT);
        enquire("no account", "nothing");
        update("update", run, "0.0001", null);
        update("update again", run, "0.0001", null);
        update("too much", run + "-much", "-99999999999999.9999", null);
        update("key in the header", null, "0.0001", run + "-key");
        update("same key", null, "0.0001", run + "-key");
        enquire("figures after", ACCOUNT);
        update("key reuse", run, "0.0002", null);
    }

    public static void main(String[] arguments) throws Exception {
        Till till = new Till(arguments[0], arguments[1], arguments[2], arguments[3]);
        till.play(arguments[4], arguments[5]);
        new PrintStream(System.out, true, StandardCharsets.UTF_8).println("[" + String.join(",\n", till.results) + "]");
    }
}
