"""Does a model directory that Tern wrote mean the same to transformers and sentence-transformers?

    python3 -m venv venv && venv/bin/pip install -r bench/peers/requirements.txt
    venv/bin/python bench/peers/check_model.py my-run/best [--tern ./tern]

All encode the same texts and queries. The largest difference of a weight is printed for each, in
units of 1 + the largest weight, and a verdict at the end. Exit codes: 0 they agree, 1 they differ,
2 the directory cannot be compared.

Special tokens are left out on both sides: Tern has none in its vectors. What a `tern.json` adds (a
floor of plain words under documents, related words in queries) only Tern knows; it is switched off
here, and no query has a word twice.
"""

import argparse
import glob
import json
import os
import subprocess
import sys

try:
    import sentence_transformers
    import torch
    import transformers
    from safetensors import safe_open
    from sentence_transformers import SparseEncoder
    from transformers import AutoModelForMaskedLM, AutoTokenizer
except ImportError as e:
    print(f"{e}; install bench/peers/requirements.txt", file=sys.stderr)
    sys.exit(2)

TOLERANCE = 1e-4

DOCUMENTS = [
    "The tide turns twice a day, pulled by the moon.",
    "A tern is a slender sea bird with a forked tail that dives for small fish.",
    "Yeast needs warmth, water and a little sugar.",
    "Zürich, naïve café: 3.14159 (UNBELIEVABLY) antidisestablishmentarianism!",
]
QUERIES = [
    "when does the tide turn?",
    "slender sea birds with forked tails",
    "how much sugar yeast needs, in Zürich",
]


def of_tern(launcher, directory, texts, options):
    command = [launcher, "encode", "--model", directory, "--json", *options, *texts]
    run = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    if run.returncode != 0:
        print(run.stderr.strip(), file=sys.stderr)
        sys.exit(2)
    return [json.loads(line)["vector"] for line in run.stdout.splitlines()]


def by_token(vector, tokenizer):
    special = set(tokenizer.all_special_ids)
    return {
        tokenizer.convert_ids_to_tokens(i): vector[i].item()
        for i in torch.nonzero(vector).flatten().tolist()
        if i not in special
    }


def of_sentence_transformers(encode, tokenizer, texts):
    vectors = encode(texts, convert_to_sparse_tensor=False, show_progress_bar=False)
    return [by_token(vector, tokenizer) for vector in vectors]


def of_transformers(model, tokenizer, is_double, texts):
    vectors = []
    for text in texts:
        with torch.no_grad():
            logits = model(**tokenizer(text, return_tensors="pt")).logits[0].max(dim=0).values
        weights = torch.log1p(torch.relu(logits))
        vectors.append(by_token(torch.log1p(weights) if is_double else weights, tokenizer))
    return vectors


def difference(ours, theirs):
    worst = 0
    for one, other in zip(ours, theirs, strict=True):
        unit = 1 + max([0, *one.values(), *other.values()])
        apart = [abs(one.get(t, 0) - other.get(t, 0)) for t in one.keys() | other.keys()]
        worst = max([worst, *(a / unit for a in apart)])
    return worst


def has_int8(directory):
    for file in glob.glob(os.path.join(directory, "*.safetensors")):
        with safe_open(file, "pt") as tensors:
            if any(tensors.get_slice(n).get_dtype() == "I8" for n in tensors.keys()):
                return True
    return False


def is_double_log(directory):
    for file in glob.glob(os.path.join(directory, "*SpladePooling", "config.json")):
        with open(file, encoding="utf-8") as config:
            return json.load(config).get("activation_function") == "log1p_relu"
    return False


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("directory", metavar="DIR", help="such as my-run/best")
    parser.add_argument("--tern", default="./tern", help="the launcher (default: ./tern)")
    options = parser.parse_args()
    directory = options.directory
    folders = [directory, *glob.glob(os.path.join(directory, "*Transformer"))]
    with_config = [f for f in folders if os.path.isfile(os.path.join(f, "config.json"))]
    if not with_config:
        print(f"{directory} has no config.json, so it is no model directory", file=sys.stderr)
        sys.exit(2)
    transformer = with_config[0]
    if has_int8(transformer):
        print(
            f"{directory} has weights in int8, which only Tern reads; check the model that it was"
            " converted from",
            file=sys.stderr,
        )
        sys.exit(2)
    transformers.utils.logging.disable_progress_bar()
    print(
        f"torch {torch.__version__}, transformers {transformers.__version__},"
        f" sentence-transformers {sentence_transformers.__version__}"
    )
    tokenizer = AutoTokenizer.from_pretrained(transformer)
    masked = AutoModelForMaskedLM.from_pretrained(transformer).float().eval()
    sparse = SparseEncoder(directory)
    documents = of_tern(options.tern, directory, DOCUMENTS, ["--no-floor"])
    queries = of_tern(options.tern, directory, QUERIES, ["--query", "--no-expansion"])
    found = {
        "documents, transformers": difference(
            documents, of_transformers(masked, tokenizer, is_double_log(directory), DOCUMENTS)
        ),
        "documents, sentence-transformers": difference(
            documents, of_sentence_transformers(sparse.encode_document, tokenizer, DOCUMENTS)
        ),
        "queries, sentence-transformers": difference(
            queries, of_sentence_transformers(sparse.encode_query, tokenizer, QUERIES)
        ),
    }
    for what, value in found.items():
        print(f"{value:.1e}  {what}")
    agree = all(value <= TOLERANCE for value in found.values())
    print("They agree." if agree else f"THEY DIFFER by more than {TOLERANCE:.0e}.")
    sys.exit(0 if agree else 1)


if __name__ == "__main__":
    main()
