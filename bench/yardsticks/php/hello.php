<?php
// The yardstick in PHP: SoapServer answers the enquiry of hello.wsdl with a constant around the account's id.
declare(strict_types=1);

final class Hello
{
    /** @return array<string, mixed> */
    public function submitAccountBalanceEnquiry(object $parameters): array
    {
        return ['submitAccountBalanceEnquiryResult' => 'hello ' . $parameters->request->accountId];
    }
}

$server = new SoapServer(__DIR__ . '/../hello.wsdl', ['cache_wsdl' => WSDL_CACHE_BOTH]);
$server->setClass(Hello::class);
$server->handle();
