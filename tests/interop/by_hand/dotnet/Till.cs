// The scenario with the classes that .NET's wsdl tool (Mono's) makes of the contract; arguments in, results out as JSON.
using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net;
using System.Text;
using System.Web.Services.Protocols;
using System.Xml;
using Balances;
using Customers;

public static class Till
{
    const string Loyalty = "customerLoyaltyAccount";
    const string Account = "999";
    static readonly List<string> Results = new List<string>();
    static CustomerService customers;
    static AccountBalanceService balances;
    static string token;

    static string Quoted(string text)
    {
        return text == null ? "null" : "\"" + text.Replace("\\", "\\\\").Replace("\"", "\\\"") + "\"";
    }

    static string Texts(IEnumerable<string> texts)
    {
        return "[" + string.Join(",", texts.Select(Quoted).ToArray()) + "]";
    }

    static void Listed(string step, PagedArrayList paged)
    {
        var rows = (paged.contents ?? new Element[0]).Cast<ListElement>().ToList();
        var values = rows.Select(row => Texts(row.data.values.Cast<Customers.String>().Select(value => value.Value ?? "")));
        token = paged.nextPageToken ?? token;
        Results.Add("{\"step\":" + Quoted(step) + ",\"keys\":" + Texts(rows.Select(row => row.key.Value))
            + ",\"rows\":[" + string.Join(",", values.ToArray()) + "],\"names\":" + Texts(paged.propertyNames)
            + ",\"totalRows\":" + paged.totalRows + ",\"next\":" + Quoted(paged.nextPageToken) + "}");
    }

    static void Told(string step, string outcome, string errorCode, string balance, string replayed, string surname)
    {
        Results.Add("{\"step\":" + Quoted(step) + ",\"outcome\":" + Quoted(outcome) + ",\"errorCode\":" + Quoted(errorCode)
            + ",\"balance\":" + Quoted(balance) + ",\"replayed\":" + replayed + ",\"surname\":" + Quoted(surname) + "}");
    }

    static string Figure(bool isThere, decimal figure)
    {
        return isThere ? figure.ToString(CultureInfo.InvariantCulture) : null;
    }

    static void ByName(string step, string name, int offset, string pageToken)
    {
        var request = new CustomerNameSearchRequest { searchName = name, pageToken = pageToken };
        if (offset > 0)
        {
            request.pageInfo = new PageInfo
            {
                rowOffset = offset, rowOffsetSpecified = true, rowCount = 20, rowCountSpecified = true
            };
        }
        Listed(step, customers.submitCustomerNameSearch(request));
    }

    static void Enquire(string step, string account)
    {
        var request = new AccountBalanceEnquiryRequest { accountType = Loyalty, accountId = account };
        var output = balances.submitAccountBalanceEnquiry(request);
        var found = (CustomerLoyaltyAccount)output.account;
        Told(step, output.outcome.name, output.errorCode, Figure(output.balanceSpecified, output.balance), "null",
            found == null ? null : output.customer.surname);
    }

    static void Update(string step, string transaction, decimal amount, string key)
    {
        var update = new AccountBalanceUpdate
        {
            accountType = Loyalty, accountId = Account, updateAmount = amount, updateAmountSpecified = true
        };
        balances.requestContext = key == null ? null : new Balances.RequestContext { idempotencyKey = key };
        if (key == null)
        {
            update.transactionId = transaction;
            update.deviceId = "pos1@0001.enactor";
        }
        try
        {
            var output = balances.submitAccountBalanceUpdate(new AccountBalanceUpdateRequest { accountBalanceUpdate = update });
            Told(step, output.outcome.name, output.errorCode, Figure(output.balanceSpecified, output.balance),
                output.replayed ? "true" : "false", null);
        }
        catch (SoapException fault)
        {
            var error = fault.Detail["errorMessage", "http://www.enactor.com/core"];
            Func<string, string> member = name => Quoted(error[name, "http://www.enactor.com/core"].InnerText);
            Results.Add("{\"step\":" + Quoted(step) + ",\"fault\":{\"code\":" + Quoted(fault.Code.Name) + ",\"errorCode\":"
                + member("errorCode") + ",\"correlationId\":" + member("correlationId") + ",\"messageText\":"
                + member("messageText") + "}}");
        }
    }

    static void Play(string run, string markup)
    {
        ByName("page 1", "archer", 0, null);
        ByName("page 2 by offset", "archer", 20, null);
        ByName("page 2 by token", "archer", 0, token);
        ByName("markup", markup, 0, null);
        var postcode = new CustomerPostcodeSearchRequest { searchPostcode = " m11aa " };
        Listed("postcode", customers.submitCustomerPostcodeSearch(postcode));
        var accounts = new LoyaltyAccountSearchRequest { accountType = Loyalty, accountId = Account };
        Listed("accounts", customers.submitLoyaltyAccountSearch(accounts));
        Enquire("figures before", Account);
        Enquire("no account", "nothing");
        Update("update", run, 0.0001m, null);
        Update("update again", run, 0.0001m, null);
        Update("too much", run + "-much", -99999999999999.9999m, null);
        Update("key in the header", null, 0.0001m, run + "-key");
        Update("same key", null, 0.0001m, run + "-key");
        Enquire("figures after", Account);
        Update("key reuse", run, 0.0002m, null);
    }

    public static void Main(string[] arguments)
    {
        // .NET sends a password only when a 401 has asked for it.
        var credentials = new NetworkCredential(arguments[2], arguments[3]);
        customers = new CustomerService { Url = arguments[0], Credentials = credentials };
        balances = new AccountBalanceService { Url = arguments[1], Credentials = credentials };
        Play(arguments[4], arguments[5]);
        var output = new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false));
        output.WriteLine("[" + string.Join(",\n", Results.ToArray()) + "]");
        output.Flush();
    }
}
