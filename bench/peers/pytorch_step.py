"""One training step in PyTorch on the CPU, the work that `./tern bench training` measures.

    pip install torch transformers
    python bench/peers/pytorch_step.py --shape tiny --threads 2
    ./tern bench training --only 'tiny.*/2/'

Random weights and token ids of the same shapes, documents of one length, so that neither side pads:
forward, KL distillation of two documents a query against inference-free queries, FLOPS, backward,
clipping, AdamW. The maximum over the tokens is taken before ReLU and logarithm, and the optimiser is
fused: what a careful user of PyTorch would write. Prints one JSON object.
"""

import argparse
import json
import statistics
import time

import torch
from transformers import BertConfig, BertForMaskedLM

SHAPES = {
    # name: hidden, layers, heads, intermediate, documents, tokens
    "tiny": (128, 2, 2, 512, 30, 256),
    "minilm": (384, 6, 12, 1536, 32, 128),
}
GROUP = 2
QUERY_TOKENS = 8
LAMBDA = 0.01


def model_of(shape):
    hidden, layers, heads, intermediate, _, _ = SHAPES[shape]
    config = BertConfig(
        hidden_size=hidden,
        num_hidden_layers=layers,
        num_attention_heads=heads,
        intermediate_size=intermediate,
        hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
    )
    model = BertForMaskedLM(config)
    with torch.no_grad():  # About one column of a hundred is active, as in a trained model.
        model.cls.predictions.bias.fill_(-4 * 0.04 * hidden**0.5)
    return model


def step(model, optimizer, queries, documents, teacher):
    optimizer.zero_grad(set_to_none=True)
    logits = model(input_ids=documents).logits
    vectors = torch.log1p(torch.relu(logits.max(dim=1).values))
    scores = (queries.unsqueeze(1) * vectors.view(len(queries), GROUP, -1)).sum(-1)
    ranking = torch.nn.functional.kl_div(
        scores.log_softmax(-1), teacher.softmax(-1), reduction="batchmean"
    )
    loss = ranking + LAMBDA * vectors.mean(0).square().sum()
    loss.backward()
    torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()
    return loss.item()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shape", choices=SHAPES, default="tiny")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--steps", type=int, default=15, help="measured, after 3 that are not")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(1)
    _, _, _, _, texts, tokens = SHAPES[options.shape]
    model = model_of(options.shape)
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-6, weight_decay=0.01, fused=True)
    documents = torch.randint(0, model.config.vocab_size, (texts, tokens))
    queries = torch.zeros(texts // GROUP, model.config.vocab_size)
    queries.scatter_(1, documents[::GROUP, :QUERY_TOKENS], 1.0)
    teacher = torch.rand(texts // GROUP, GROUP)
    seconds = []
    for _ in range(3 + options.steps):
        begin = time.perf_counter()
        step(model, optimizer, queries, documents, teacher)
        seconds.append(time.perf_counter() - begin)
    median = statistics.median(seconds[3:])
    print(
        json.dumps(
            {
                "work": f"train {options.shape}-{texts}x{tokens}",
                "threads": options.threads,
                "milliseconds": 1e3 * median,
                "tokensPerSecond": texts * tokens / median,
                "torch": torch.__version__,
            }
        )
    )


if __name__ == "__main__":
    main()
