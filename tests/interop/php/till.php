<?php
// The scenario with PHP's SoapClient: a plan on standard input, results on standard output.
declare(strict_types=1);

const CORE = 'http://www.enactor.com/core';
const WSSE = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd';
const WSU = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd';
const PROFILE = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0';
const BASE64 = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-soap-message-security-1.0#Base64Binary';

ini_set('soap.wsdl_cache_enabled', '0');

function client(array $plan, string $service): SoapClient
{
    $options = [
        'soap_version' => $plan['version'] === '1.2' ? SOAP_1_2 : SOAP_1_1,
        'features' => SOAP_SINGLE_ELEMENT_ARRAYS,
        'exceptions' => true,
    ];
    if ($plan['authentication'] === 'basic') {
        $options += ['login' => $plan['user'], 'password' => $plan['password']];
    }
    return new SoapClient($plan['contracts'][$service], $options);
}

// SoapClient has no WS-Security of its own; the block is written as people write it.
function security(array $plan): SoapHeader
{
    $secret = htmlspecialchars($plan['password'], ENT_XML1);
    $more = '';
    $type = 'PasswordText';
    if ($plan['authentication'] === 'digest') {
        $nonce = random_bytes(16);
        $created = gmdate('Y-m-d\TH:i:s\Z');
        $secret = base64_encode(sha1($nonce . $created . $plan['password'], true));
        $more = '<w:Nonce EncodingType="' . BASE64 . '">' . base64_encode($nonce) . '</w:Nonce>'
            . '<u:Created xmlns:u="' . WSU . '">' . $created . '</u:Created>';
        $type = 'PasswordDigest';
    }
    $token = '<w:Security xmlns:w="' . WSSE . '"><w:UsernameToken><w:Username>' . $plan['user'] . '</w:Username>'
        . '<w:Password Type="' . PROFILE . '#' . $type . '">' . $secret . '</w:Password>' . $more
        . '</w:UsernameToken></w:Security>';
    return new SoapHeader(WSSE, 'Security', new SoapVar($token, XSD_ANYXML), true);
}

function headers(array $plan, array $step): array
{
    $headers = $plan['authentication'] === 'basic' ? [] : [security($plan)];
    if (isset($step['context'])) {
        $headers[] = new SoapHeader(CORE, 'requestContext', (object) $step['context']);
    }
    return $headers;
}

function text(mixed $value): string
{
    return is_object($value) ? (string) ($value->_ ?? '') : (string) $value;
}

function search(stdClass $paged): array
{
    $rows = $paged->contents ?? [];
    return [
        'keys' => array_map(fn ($row) => text($row->key), $rows),
        'rows' => array_map(fn ($row) => array_map('text', $row->data->values->arrayObject), $rows),
        'names' => $paged->propertyNames->string,
        'totalRows' => $paged->totalRows,
        'next' => $paged->nextPageToken ?? null,
    ];
}

function balance(stdClass $output): array
{
    return [
        'outcome' => $output->outcome->name,
        'errorCode' => $output->errorCode ?? null,
        'balance' => $output->balance ?? null,
        'replayed' => $output->replayed ?? null,
        'surname' => $output->customer->surname ?? null,
    ];
}

function receipt(stdClass $output): array
{
    $seen = ['outcome' => $output->outcome->name];
    foreach (['errorCode', 'ticketId', 'kind', 'status', 'replayed', 'earned', 'takenBack', 'withdrawn'] as $name) {
        $seen[$name] = $output->$name ?? null;
    }
    return $seen;
}

function seen(SoapClient $client, array $plan, array $step, ?string $token): array
{
    $request = $step['request'];
    if (($request['pageToken'] ?? '') === '@next') {
        $request['pageToken'] = $token;
    }
    $name = lcfirst(substr($step['operation'], strlen('submit'))) . 'Request';
    try {
        $reply = $client->__soapCall($step['operation'], [[$name => $request]], null, headers($plan, $step));
    } catch (SoapFault $fault) {
        if (!isset($fault->detail->errorMessage)) {
            throw $fault;
        }
        $error = $fault->detail->errorMessage;
        return ['fault' => [
            'code' => $fault->faultcode,
            'errorCode' => $error->errorCode,
            'correlationId' => $error->correlationId,
            'messageText' => $error->messageText,
        ]];
    }
    if (isset($reply->ticketReceipt)) {
        return receipt($reply->ticketReceipt);
    }
    return isset($reply->pagedArrayList) ? search($reply->pagedArrayList) : balance(current((array) $reply));
}

$plan = json_decode(stream_get_contents(STDIN), true, flags: JSON_THROW_ON_ERROR);
$clients = [];
foreach (array_keys($plan['contracts']) as $service) {
    $clients[$service] = client($plan, $service);
}
$results = [];
$token = null;
foreach ($plan['steps'] as $step) {
    $result = seen($clients[$step['service']], $plan, $step, $token);
    $token = $result['next'] ?? $token;
    $results[] = ['step' => $step['step']] + $result;
}
echo json_encode($results, JSON_THROW_ON_ERROR | JSON_UNESCAPED_UNICODE);
